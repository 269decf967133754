"""How lists of vendors and of what they were given call their columns."""

PARTY_WORDS = {
    "names": "name, names, company, company name, vendor, vendor name, supplier, manufacturer, "
    "factory, party, alias, aliases, other names, also known as, local name, Firma, Firmenname, "
    "Lieferant, Hersteller, Partner, weitere Namen, société, fournisseur, fabricant, nom, empresa, "
    "proveedor, fabricante, nombre, fornitore, azienda, produttore, fornecedor, leverancier, "
    "dostawca, firma, поставщик, компания, фирма, 公司, 公司名称, 供应商, 供应商名称, 厂商, 别名, "
    "会社名, 仕入先, 회사명, 공급업체, tedarikçi",
    "id": "id, vendor id, vendor number, supplier id, supplier number, Lieferantennummer, "
    "Kreditor, Kreditorennummer, numéro de fournisseur, código de proveedor, код, 供应商编号, 编号",
    "country": "country, Land, pays, país, paese, kraj, страна, 国家, 国, 국가, ülke",
    "domains": "domain, domains, website, web site, web page, url, homepage, Webseite, Domäne, "
    "Internetseite, site web, site internet, sitio web, sito, sito web, strona, сайт, домен, "
    "网站, 网址, 域名, ウェブサイト, 웹사이트",
    "subcontractor_of": "subcontractor of, sub supplier of, parent, parent company, Unterlieferant "
    "von, Subunternehmer von, Muttergesellschaft, sous traitant de, subcontratista de, "
    "subfornitore di, субподрядчик, 上级供应商, 分包自, 母公司",
}

DISCLOSURE_WORDS = {
    "asset": "asset, asset id, work, drawing, product, article, item, document, what, Werk, "
    "Zeichnung, Produkt, Artikel, Unterlage, œuvre, dessin, produit, obra, plano, producto, opera, "
    "disegno, prodotto, obra, desenho, произведение, чертеж, изделие, 作品, 图纸, "
    "产品, 資産, 図面, 도면",
    "party": "recipient, given to, party, vendor, supplier, company, manufacturer, to, Empfänger, "
    "Lieferant, Firma, Hersteller, destinataire, fournisseur, destinatario, proveedor, fornitore, "
    "fornecedor, ontvanger, odbiorca, получатель, поставщик, 接收方, 供应商, 公司, 受領者, 수령인",
    "revision": "revision, rev, version, issue, Revision, Stand, Ausgabe, révision, indice, "
    "revisión, versión, revisione, versione, revisão, wersja, редакция, версия, 版本, 版次, 修订, "
    "改訂, 版, 개정",
    "date": "date, given on, sent on, date given, Datum, übergeben am, date de remise, fecha, "
    "data, datum, дата, 日期, 日付, 날짜, tarih",
    "contract": "contract, contract number, agreement, nda, Vertrag, Vertragsnummer, contrat, "
    "accord, contrato, acuerdo, contratto, umowa, договор, контракт, 合同, 合同号, 协议, 契約, "
    "계약",
    "clause": "clause, section, paragraph, article of contract, Klausel, Ziffer, Paragraph, "
    "cláusula, clausola, klauzula, пункт, 条款, 条項, 조항",
    "ended": "ended, ended on, end, returned, returned on, expires, Ende, beendet, beendet am, "
    "fin, terminé le, fin de contrat, terminado, fine, zakończono, окончание, 终止, 结束日期, 終了",
}
