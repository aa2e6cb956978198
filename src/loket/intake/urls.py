"""The addresses of raising a matter, of the mailbox and of the inbox. Those of the API stand in ``api.urls``."""

from loket.intake.inbox import urls as inbox
from loket.intake.mailbox import urls as mailbox
from loket.intake.wizard import urls as wizard

app_name = "intake"
urlpatterns = [*wizard.urlpatterns, *mailbox.urlpatterns, *inbox.urlpatterns]
