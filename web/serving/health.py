"""Whether the site lives and can answer, for those who watch over it."""

from flask import Blueprint, Response, jsonify

from kb.errors import IndexDamaged
from web.serving.live import live

blueprint = Blueprint("health", __name__)


@blueprint.get("/gezondheid")
def report_health() -> Response:
    """Tell which index generation serves and what is wrong, if anything."""
    state = live()
    try:
        base = state.current()
    except IndexDamaged as error:
        return _report("niet-gereed", 503, reden=str(error))
    about: dict[str, object] = {"generatie": base.folder.name, "model": base.manifest.model, "aantallen": dict(base.manifest.counts)}
    if base.library.edition:
        about["inhoud"] = {"versie": base.library.edition.version, "datum": base.library.edition.date}
    if base.uncalibrated:
        about["ijking"] = base.uncalibrated
    try:
        lag = state.lag
        about |= {} if lag is None else {"achterstand": round(lag, 1)}
    except IndexDamaged as error:
        return _report("verstoord", 200, reden=str(error), **about)
    fault = state.fault or base.manifest.instead_of
    return _report("verstoord", 200, reden=fault, **about) if fault else _report("goed", 200, **about)


@blueprint.get("/gezondheid/levend")
def report_alive() -> Response:
    """Tell that the process answers."""
    return _report("levend", 200)


@blueprint.get("/gezondheid/gereed")
def report_readiness() -> Response:
    """Tell whether there is an index to answer from."""
    try:
        live().current()
    except IndexDamaged as error:
        return _report("niet-gereed", 503, reden=str(error))
    return _report("gereed", 200)


def _report(status: str, code: int, **more: object) -> Response:
    response = jsonify({"status": status, **more})
    response.status_code = code
    response.headers["Cache-Control"] = "no-store"
    return response
