"""The telephone systems of the scenarios: a version of Asterisk and the channel driver of its phones."""

from __future__ import annotations

from dataclasses import dataclass

_PJSIP = (
    "res_pjproject res_pjsip res_pjsip_authenticator_digest res_pjsip_session res_pjsip_sdp_rtp res_pjsip_caller_id "
    "res_pjsip_pubsub res_pjsip_refer res_pjsip_rfc3326 res_pjsip_endpoint_identifier_ip "
    "res_pjsip_endpoint_identifier_user chan_pjsip"
)


@dataclass(frozen=True, slots=True)
class Driver:
    """`suite` is the Debian release with this Asterisk, `modules` are those it loads for phones and trunks."""

    name: str
    suite: str
    technology: str
    modules: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


PJSIP_22 = Driver("pjsip-22", "sid", "PJSIP", (*_PJSIP.split(), "res_cdrel_custom"))
PJSIP_16 = Driver("pjsip-16", "bullseye", "PJSIP", tuple(_PJSIP.split()))
SIP_16 = Driver("sip-16", "bullseye", "SIP", ("res_pjproject", "chan_sip"))
EVERY = (PJSIP_22, PJSIP_16, SIP_16)
