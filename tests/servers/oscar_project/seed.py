"""Makes the tables and puts the products of a JSON file into the shop."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import django


def main(products: list[dict[str, Any]]) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - Django must be set up first

    call_command("migrate", run_syncdb=True, verbosity=0)
    from django.db import transaction  # noqa: PLC0415 - as above

    with transaction.atomic():
        for number, product in enumerate(products):
            add(number, product)


def add(number: int, given: dict[str, Any]) -> None:
    from django.core.files import File  # noqa: PLC0415 - as above
    from oscar.apps.catalogue.categories import create_from_breadcrumbs  # noqa: PLC0415 - as above
    from oscar.core.loading import get_model  # noqa: PLC0415 - as above

    kind, _ = get_model("catalogue", "ProductClass").objects.get_or_create(
        name="Goods", defaults={"track_stock": False}
    )
    partner, _ = get_model("partner", "Partner").objects.get_or_create(name="Test shop")
    product = get_model("catalogue", "Product").objects.create(
        title=given["title"],
        description=given["description"],
        upc=f"{number:06d}",
        product_class=kind,
    )
    product.categories.add(create_from_breadcrumbs(given["category"]))
    get_model("partner", "StockRecord").objects.create(
        product=product,
        partner=partner,
        partner_sku=f"sku-{number}",
        price=Decimal(given["price"]),
        price_currency="EUR",
    )
    for order, picture in enumerate(given["pictures"]):
        path = Path(picture)
        with path.open("rb") as file:
            get_model("catalogue", "ProductImage").objects.create(
                product=product, display_order=order, original=File(file, name=path.name)
            )


if __name__ == "__main__":
    django.setup()
    main(json.loads(Path(sys.argv[1]).read_text()))
