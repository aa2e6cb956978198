"""What gunicorn serves. A deployment with anything of a demonstration in it does not start, however it is started."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.settings")

application = get_wsgi_application()

from django.db import connections  # noqa: E402 (after the application, like what follows: models need it)

from loket.cli.demo_refusal import refuse_demo  # noqa: E402

refuse_demo()
connections.close_all()
