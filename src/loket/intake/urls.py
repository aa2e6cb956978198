"""The addresses of raising a matter and of the mailbox. Those of the API stand in ``api.urls``."""

from loket.intake.mailbox import urls as mailbox
from loket.intake.wizard import urls as wizard

app_name = "intake"
urlpatterns = [*wizard.urlpatterns, *mailbox.urlpatterns]
