"""A Django project as `startproject` sets it up, as far as hosts, origins and forms go: python3 app.py ADDRESS:PORT"""
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import path


def take(request):
    return HttpResponseRedirect(request.build_absolute_uri("/done"))


urlpatterns = [
    path("", lambda request: HttpResponse(get_token(request))),
    path("form", take),
    path("done", lambda request: HttpResponse("done")),
]
settings.configure(
    DEBUG=True,
    ALLOWED_HOSTS=[],
    SECRET_KEY="not a secret: nothing is kept behind it, and it is long",
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
)
execute_from_command_line([sys.argv[0], "runserver", "--noreload", sys.argv[1]])
