"""How inventories call their columns and values in the languages that companies keep them in."""

from fingerprints.works import Right, Secrecy

WORDS = {
    "title": "title, name, product, product name, article, article name, item, item name, work, "
    "Titel, Bezeichnung, Produkt, Produktname, Artikel, Artikelbezeichnung, Artikelname, Werk, "
    "nom, titre, produit, désignation, nom du produit, nombre, título, producto, "
    "nombre del producto, nome, titolo, prodotto, nome prodotto, produto, nome do produto, naam, "
    "productnaam, omschrijving kort, nazwa, nazwa produktu, название, наименование, товар, "
    "名称, 产品名称, 品名, 商品名称, 商品名, 製品名, 产品, 제품명, 상품명, 품명, ürün ad\u0131",
    "id": "id, sku, article number, article no, item number, item no, part number, part no, code, "
    "product code, model, Artikelnummer, Artikelnr, Art Nr, Nummer, Produktnummer, Materialnummer, "
    "Modell, référence, réf, numéro d'article, modèle, código, referencia, modelo, codice, "
    "codice articolo, riferimento, modello, referência, artikelnummer, numer, kod, indeks, "
    "артикул, код, 编号, 货号, 型号, 品番, 商品コード, 상품코드, 모델명, ürün kodu",
    "text": "text, description, product description, long description, details, Beschreibung, "
    "Produktbeschreibung, Artikelbeschreibung, Langtext, Beschreibungstext, description produit, "
    "texte, descripción, descrizione, testo, descrição, texto, beschrijving, opis, описание, "
    "描述, 说明, 产品描述, 商品説明, 説明, 설명, 상품설명, aç\u0131klama",
    "files": "file, files, path, document, documents, drawing, manual, image, images, picture, "
    "pictures, photo, photos, image path, image file, file name, filename, Datei, Dateien, Pfad, "
    "Dateiname, Dokument, Bild, Bilder, Bildpfad, Bilddatei, Foto, Fotos, Zeichnung, fichier, "
    "fichiers, chemin, imagen, imágenes, archivo, archivos, ruta, foto, fotos, immagine, immagini, "
    "percorso, imagem, imagens, arquivo, ficheiro, afbeelding, afbeeldingen, bestand, zdjęcie, "
    "zdjęcia, obraz, plik, изображение, фото, картинка, файл, 图片, 图像, 照片, 文件, 画像, 写真, "
    "ファイル, 이미지, 사진, 파일, resim, görsel, dosya",
    "logos": "logo, logos, logo file, logotype, device mark, Logodatei, Firmenlogo, Bildmarke, "
    "logotipo, logotipos, logótipo, marque figurative, marca figurativa, beeldmerk, "
    "znak graficzny, логотип, логотипы, 标志, 商标图样, ロゴ, 로고",
    "price": "price, list price, retail price, msrp, rrp, unit price, Preis, Listenpreis, "
    "Verkaufspreis, VK, UVP, Stückpreis, prix, prix de vente, precio, pvp, prezzo, preço, prijs, "
    "cena, цена, 价格, 单价, 零售价, 価格, 定価, 가격, fiyat",
    "price_low": "price from, lowest price, minimum price, min price, Preis von, Preis ab, "
    "Mindestpreis, prix minimum, prix min, precio mínimo, prezzo minimo, 最低价",
    "price_high": "price to, highest price, maximum price, max price, Preis bis, Höchstpreis, "
    "prix maximum, prix max, precio máximo, prezzo massimo, 最高价",
    "currency": "currency, Währung, devise, monnaie, moneda, divisa, valuta, moeda, waluta, "
    "валюта, 货币, 币种, 通貨, 통화, para birimi",
    "right": "right, type of right, ip right, ip type, protection, Recht, Schutzrecht, "
    "Schutzrechtsart, Schutzart, droit, type de droit, derecho, tipo de derecho, diritto, direito, "
    "recht, prawo, право, 权利, 权利类型, 権利, 권리",
    "number": "registration, registration number, registration no, reg no, reg nr, "
    "trademark number, patent number, design number, Registernummer, Registrierungsnummer, "
    "Markennummer, Patentnummer, Aktenzeichen, numéro d'enregistrement, numéro de dépôt, "
    "número de registro, numero di registrazione, número de registo, registratienummer, "
    "numer rejestracji, регистрационный номер, номер регистрации, 注册号, 专利号, 登録番号, "
    "등록번호",
    "office": "office, registry, register, Amt, Behörde, office d'enregistrement, oficina, "
    "ufficio, urząd, ведомство, 注册机构, 特許庁",
    "nice_class": "class, classes, nice class, nizza, Klasse, Klassen, Nizza Klasse, Nizzaklasse, "
    "classe, classe de nice, clase, clase de niza, classe di nizza, klasa, класс, класс мкту, "
    "类别, 尼斯分类, 区分, 류",
    "country": "country, territory, Land, Gebiet, pays, territoire, país, territorio, paese, kraj, "
    "страна, 国家, 地区, 国, 국가, ülke",
    "expiry": "expiry, expires, expiry date, valid until, Ablauf, Ablaufdatum, gültig bis, "
    "expiration, date d'expiration, vencimiento, caducidad, scadenza, validade, 到期日, 有效期, "
    "期限",
    "names": "brand, brands, brand name, trademark, trade mark, Marke, Marken, Markenname, marque, "
    "marca, marcas, marchio, merk, marka, бренд, марка, торговая марка, 品牌, 商标, ブランド, "
    "商標, 브랜드, 상표",
    "slogans": "slogan, slogans, claim, tagline, Werbespruch, Werbeslogan, eslogan, lema, слоган, "
    "口号, 广告语, スローガン, 슬로건",
    "secrecy": "secrecy, secrecy class, confidentiality, classification, Geheimhaltung, "
    "Vertraulichkeit, Vertraulichkeitsstufe, confidentialité, confidencialidad, riservatezza, "
    "poufność, секретность, 保密级别, 密级, 機密区分, 보안등급",
    "owner": "owner, proprietor, rights holder, holder, Inhaber, Rechteinhaber, Eigentümer, "
    "titulaire, propriétaire, titular, propietario, titolare, proprietario, eigenaar, właściciel, "
    "владелец, правообладатель, 权利人, 所有人, 権利者, 소유자",
    "url": "url, link, web page, website, product page, Webseite, Internetseite, Produktseite, "
    "lien, page web, enlace, página web, pagina web, strona, ссылка, 网址, 链接, リンク, 링크",
    "code_name": "code name, codename, Deckname, Codename, Tarnname, nom de code, nombre en clave, "
    "nome in codice, kryptonim, кодовое имя, 代号, コードネーム",
    "search_words": "search words, keywords, key words, tags, Suchwörter, Suchbegriffe, "
    "Schlagwörter, mots clés, palabras clave, parole chiave, palavras chave, zoekwoorden, "
    "słowa kluczowe, ключевые слова, 关键词, キーワード, 키워드",
}

RIGHTS_IN_WORDS: dict[Right, str] = {
    "trade_secret": "trade secret, secret, Geschäftsgeheimnis, Betriebsgeheimnis, secret "
    "d'affaires, secreto comercial, secreto industrial, segreto commerciale, 商业秘密, 営業秘密",
    "patent": "patent, patents, utility model, Gebrauchsmuster, brevet, patente, brevetto, патент, "
    "专利, 特許, 특허",
    "copyright": "copyright, author's right, Urheberrecht, droit d'auteur, derecho de autor, "
    "derechos de autor, diritto d'autore, direito autoral, auteursrecht, авторское право, 著作权, "
    "著作権, 저작권",
    "trademark": "trademark, trade mark, brand, Marke, Wortmarke, Bildmarke, marque, marca, "
    "marchio, merk, znak towarowy, товарный знак, 商标, 商標, 상표",
    "design": "design, designs, registered design, design patent, Geschmacksmuster, "
    "eingetragenes Design, dessin, dessins et modèles, diseño, diseño industrial, disegno, "
    "desenho, wzór, промышленный образец, 外观设计, 意匠, 디자인",
    "database": "database, data, Datenbank, base de données, base de datos, banca dati, "
    "banco de dados, база данных, 数据库, データベース, 데이터베이스",
    "software": "software, code, source code, Quellcode, Programm, logiciel, programa, programma, "
    "программа, 软件, ソフトウェア, 소프트웨어",
}

SECRECY_IN_WORDS: dict[Secrecy, str] = {
    "public": "public, open, öffentlich, offen, publique, público, pubblico, openbaar, jawne, "
    "открыто, 公开, 公開, 공개",
    "internal": "internal, Intern, interne, interno, wewnętrzne, внутренний, 内部, 社内, 내부",
    "secret": "secret, confidential, strictly confidential, top secret, geheim, streng geheim, "
    "vertraulich, confidentiel, secreto, confidencial, segreto, riservato, vertrouwelijk, tajne, "
    "poufne, секретно, конфиденциально, 机密, 秘密, 保密, 機密, 비밀, 기밀",
}
