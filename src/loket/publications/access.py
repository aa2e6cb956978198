"""Who may do what with publications: everyone reads those that are open, the policy officer makes them and reads the
others too, and the national adviser writes the advisers' recommendations."""

from django.http import HttpRequest

from loket.accounts.models import Role
from loket.core.access import role_required
from loket.publications.manifest import Manifest

policy_officer = role_required(Role.POLICY_OFFICER)
national = role_required(Role.NATIONAL_ADVISER)


def may_read(request: HttpRequest, publication: Manifest) -> bool:
    """Whether this reader may see it. What is not for everyone, such as an edition for the management of a unit, the
    policy officer hands over.
    """
    reader = request.user
    return publication.open or (reader.is_authenticated and reader.is_set_up and Role.POLICY_OFFICER in reader.roles)
