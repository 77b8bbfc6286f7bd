"""STATUS_METHODS: which ways of taking a credential back are understood.

To add one: write a file with `check_x(question) -> CheckResult`, list it here under the `type` its entries carry, and add a
vector or a case of the issuer simulator. A type that is not listed is answered with "not established", never with "good".
"""

from collections.abc import Callable, Mapping
from functools import partial

from wallet.report import CheckResult
from wallet.status.bitstring_list import REVOCATION_LIST_2020, STATUS_LIST_2021, SUSPENSION_LIST_2020, check_bitstring
from wallet.status.question import StatusQuestion
from wallet.status.revocation_lists import check_revocation_list
from wallet.status.token_list import check_token_list

STATUS_METHODS: Mapping[str, Callable[[StatusQuestion], CheckResult]] = {
    "BitstringStatusListEntry": check_bitstring,
    "StatusList2021Entry": partial(check_bitstring, dialect=STATUS_LIST_2021),
    "RevocationList2020Status": partial(check_bitstring, dialect=REVOCATION_LIST_2020),
    "SuspensionList2020Status": partial(check_bitstring, dialect=SUSPENSION_LIST_2020),
    "1EdTechRevocationList": check_revocation_list,
    "status_list": check_token_list,
}


def answer_status(question: StatusQuestion) -> CheckResult:
    """Answer one status entry by the method its type names."""
    method = STATUS_METHODS.get(question.claim.kind)
    return method(question) if method is not None else question.not_established("status.method_unknown")
