"""The import doctor of the window names the rules of shape that a credential breaks, and leaves a sound one alone."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from tests.issuer_simulator import Issuer
from tests.ui.looking import NOW, choose_look, detail, reset_look
from tests.wallet.credentials.test_shape import FAULTS
from ui.widgets.credential_view import CredentialView
from ui.widgets.doctor import Doctor, shape_points
from ui.widgets.label import Label
from wallet.intake import Evidence, check_source
from wallet.messages.views import CredentialDetail, ShapeFault
from wallet.session.views import detail_of, summary_of
from wallet.trust.known_issuers import KnownIssuers

TERMS = ShapeFault("/termsOfUse/1/type", "structure.termsOfUse")


def detail_from(issued: bytes) -> CredentialDetail:
    (checked,) = check_source(issued, "x", now=NOW, evidence=Evidence())
    return detail_of(checked, summary_of(checked, KnownIssuers({})))


def texts(doctor: Doctor) -> str:
    return "\n".join(label.text().replace("\u200b", "") for label in doctor.body.findChildren(Label))


@pytest.mark.parametrize("what", ["schema", "terms", "refresh", "period"])
def test_the_page_of_a_credential_knows_which_rules_it_breaks(issuer: Issuer, what: str) -> None:
    members, expected = FAULTS[what]
    shown = detail_from(issuer.issue("eddsa-jcs-2022", issuer.badge(**members)))
    assert [(fault.path, fault.code) for fault in shown.shape] == expected
    assert detail_from(issuer.issue("eddsa-jcs-2022")).shape == ()


def test_the_doctor_tells_them_in_both_languages(paper: QApplication) -> None:
    view = CredentialView(replace(detail(), shape=(TERMS,)), clock=lambda: NOW)
    doctor = next(each for each in view.findChildren(Doctor) if each.needed)
    doctor.toggle()
    assert "The place is /termsOfUse/1/type." in texts(doctor)
    assert "“termsOfUse” is not described as it has to be" in texts(doctor)
    assert "Only the issuer can correct this" in texts(doctor)
    choose_look(language="zh_CN")
    assert "位置：/termsOfUse/1/type。" in texts(doctor)
    reset_look()


def test_a_sound_credential_has_no_doctor(paper: QApplication) -> None:
    assert not [each for each in CredentialView(detail(), clock=lambda: NOW).findChildren(Doctor) if each.needed]
    assert Doctor(shape=(TERMS,)).needed
    assert Doctor(shape=(TERMS,)).button.line.text().startswith("Another wallet may refuse it")


def test_a_presentation_is_its_makers_to_correct(paper: QApplication) -> None:
    told = dict(shape_points(replace(TERMS, presentation=True)))
    assert [*told] == ["Step", "Why", "In particular", "What to do"]
    assert "whoever put the presentation together" in told["What to do"]
