"""Who may do what with publications: everyone reads them, the policy officer makes them, and the national adviser
writes the advisers' recommendations."""

from loket.accounts.models import Role
from loket.core.access import role_required

policy_officer = role_required(Role.POLICY_OFFICER)
national = role_required(Role.NATIONAL_ADVISER)
