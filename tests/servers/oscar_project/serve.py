"""Serves the shop with waitress, its static files included."""

import sys

import waitress
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

if __name__ == "__main__":
    waitress.serve(
        StaticFilesHandler(get_wsgi_application()),
        host=sys.argv[1],
        port=int(sys.argv[2]),
        threads=int(sys.argv[3]),
    )
