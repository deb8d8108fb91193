"""Rules N and C about words: a lost *not*, an address in the text, terms and names.

The words for *not* are seeds by one who reads these languages as a stranger; a rule that warns
only where none of them stands at all is useful even so, and only in passages marked critical.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from pipeline.checks.doses import table_of
from pipeline.checks.pair import Pair, Problem, UnitRule
from pipeline.checks.signs import CRITICAL, NAMES, POINT, of_either
from pipeline.checks.signs import TERMS as WITH_TERMS
from pipeline.checks.terms import names_within, stands_in
from pipeline.checks.text import named
from pipeline.model import Example, Severity

_TRIGGER = re.compile(
    r"\b(?:do not|does not|must not|should not|cannot|not|never|without|avoid\w*|neither|nor|"
    r"contraindicat\w*|unless|except|no longer|stop)\b|n['’]t\b|\bno\b",
    re.I,
)
_HARMLESS = re.compile(r"\bwhether or not\b|\bnot only\b|\bif not\b|\bor not\b|\bno\. ?\d", re.I)

_MARKERS = table_of("""
ar: لا لم لن ليس غير دون بدون عدم تجنب ممنوع إلا ما_لم يمتنع يحظر
bg: не няма без ни никог избягв освен забран
bn: না নয় নেই ছাড়া এড়
ca: no sense mai ni evit tret excepte cap
cs: ne ni bez nikdy vyhn kromě nesm zákaz
da: ikke aldrig uden undgå ingen hverken undtagen
de: nicht kein nie ohne vermeid weder noch außer un verbot meid
el: δεν μην μη χωρίς ποτέ αποφ εκτός ούτε
es: no nunca sin ni ning tampoco evit salvo excepto jamás
fa: ن بدون هرگز هیچ پرهیز مگر اجتناب خودداری غیر
fi: ei en et emme ette eivät älä ilman vält koskaan paitsi lukuun
fr: ne n' pas sans jamais ni évit sauf aucun non interdit excepté contre-indiqu
he: לא אל אין ללא בלי לעולם הימנע אסור למעט
hi: नहीं न मत बिना कभी बच सिवाय ना
hu: ne nem nincs nélkül soha kerül kivéve sem tilos
id: tidak jangan tanpa bukan belum hindari kecuali
it: non senza mai né evit tranne nessun salvo eccetto
ja: ない ません ず ぬ 不 無 未 避 禁 なし 控え 除
ko: 않 안 못 없 말 금 피 불 무 아니 제외
ms: tidak jangan tanpa bukan elak kecuali
nb: ikke aldri uten unngå ingen verken unntatt
nl: niet geen nooit zonder vermijd noch behalve tenzij
pl: nie bez nigdy unik ani oprócz zabron wyjątkiem
pt: não nunca sem nem nenhum evit exceto salvo jamais tampouco
ro: nu fără nici evit decât except
ru: не ни нет без избег кроме нельзя запре
sk: ne ni bez nikdy vyhn okrem zák
sr: не ni ne без bez никад ни избег осим
sv: inte aldrig utan undvik ingen varken förutom ej
ta: இல்ல வேண்டாம் கூடாது தவிர் ஆது
te: కాదు లేదు వద్దు లేకుండా కూడదు
th: ไม่ อย่า ห้าม เว้น หลีกเลี่ยง ปราศจาก
tr: değil ma me maz mez yok siz sız suz süz asla kaçın hariç olmadan sakın
uk: не ні без жод уник крім заборон
ur: نہیں نہ مت بغیر بنا کبھی گریز سوائے پرہیز بچ
vi: không đừng chưa chớ tránh trừ chẳng
zh: 不 无 無 没 沒 未 勿 别 別 避 非 禁 忌 除
""")
"""Beginnings of words that deny or forbid; inside words too where words are joined."""
_JOINED = "ar cs fa fi he hi hu ja ko sk ta te th tr zh"
_INSIDE = frozenset(_JOINED.split(" "))


@lru_cache(maxsize=64)
def _markers(code: str) -> re.Pattern[str] | None:
    words = _MARKERS.get("nb" if code in ("no", "nn") else code)
    if words is None:
        return None
    body = "|".join(map(re.escape, words))
    return re.compile(body if code in _INSIDE else rf"(?<!\w)(?:{body})", re.I)


def negation(pair: Pair) -> Iterator[Problem]:
    """Where the source denies or forbids, the translation does."""
    if not pair.critical and "negation" not in pair.selected:
        return
    found = _TRIGGER.search(_HARMLESS.sub(" ", pair.source.words))
    pattern = _markers(pair.code)
    if found is None or pattern is None or pattern.search(pair.target.words):
        return
    yield Problem(
        f"the source says `{found[0]}`, and nothing in the translation denies or forbids",
        "see that the meaning is not turned around; if it is right, say why in a comment",
        found[0].casefold(),
    )


_ADDRESS = re.compile(
    r"(?:https?://|www\.)[!#-&(-;=?-~]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|info|gov|edu|int|io)\b(?:/[!#-&(-;=?-~]*)?",
    re.I | re.A,
)


def contact(pair: Pair) -> Iterator[Problem]:
    """Addresses that readers see are those of the source."""
    theirs = _addresses(pair.target.words)
    ours = _addresses(pair.source.words)
    if ours == theirs:
        return
    for one in sorted(ours - theirs):
        yield Problem(
            f"the address `{named(one)}` is missing in the translation",
            "copy it as it stands; an office of the readers' country is for the author to add",
            one,
        )
    known = pair.source.text + " ".join(pair.source.targets)
    for one in sorted(theirs - ours):
        if one not in known:
            yield Problem(
                f"the translation has the address `{named(one)}`, its source has not",
                "take it out, or ask the author to add it to the source",
                one,
            )


def _addresses(text: str) -> Counter[str]:
    if "." not in text:
        return Counter()
    return Counter(one.rstrip(".,;:!?)…/。、，").casefold() for one in _ADDRESS.findall(text))


def glossary(pair: Pair) -> Iterator[Problem]:
    """Terms are translated as the glossary says."""
    text = pair.target.words
    for term in pair.glossary.within(pair.source.words):
        note = f"; {term.note}" if term.note else ""
        wanted = " or ".join(f"`{one}`" for one in term.accepted)
        used = next((one for one in term.forbidden if stands_in(one, text, pair.code)), "")
        if used:
            yield Problem(
                f"`{named(used)}` is not to be used for `{named(term.source)}`",
                (f"the glossary says {wanted}" if wanted else "use another word") + note,
                term.source,
            )
        elif term.accepted and not any(stands_in(one, text, pair.code) for one in term.accepted):
            yield Problem(
                f"`{named(term.source)}` is not translated as the glossary says",
                f"write {wanted}{note}",
                term.source,
            )


def do_not_translate(pair: Pair) -> Iterator[Problem]:
    """Names that are never translated stand as they are."""
    for name in names_within(pair.settings.do_not_translate, pair.source.words):
        if name.casefold() not in pair.target.everything.casefold():
            yield Problem(
                f"the name `{named(name)}` is gone",
                "it is on the list of names that are never translated: copy it",
                name,
            )


MEANING = (
    UnitRule(
        "negation",
        "N",
        "catalog",
        Severity.WARNING,
        finds="A *not*, *never* or *without* of the source with no answer in the translation.",
        why="A warning turned around is worse than none.",
        good=Example("Nicht mit Alkohol.", "Do not take with alcohol.", critical=True),
        bad=Example("Mit Alkohol.", "Do not take with alcohol.", critical=True),
        silence="Only critical passages are looked at; `--select negation` looks at all.",
        look=negation,
        signs=CRITICAL,
    ),
    UnitRule(
        "contact",
        "N",
        "catalog",
        Severity.WARNING,
        finds="A mail or web address in the text that differs from the source.",
        why="Readers write and go where it says.",
        good=Example("Schreib an help@example.org", "Write to help@example.org"),
        bad=Example("Schreib an hilfe@example.org", "Write to help@example.org"),
        look=contact,
        signs=of_either(POINT),
    ),
)
TERMS = (
    UnitRule(
        "glossary",
        "C",
        "catalog",
        Severity.WARNING,
        finds="A term that is not translated as `locales/<locale>/glossary.tsv` says.",
        why="One thing with two names looks like two things.",
        good=Example("Nimm eine Tablette.", "Take one tablet."),
        bad=Example("Nimm eine Pille.", "Take one tablet."),
        look=glossary,
        signs=WITH_TERMS,
    ),
    UnitRule(
        "do-not-translate",
        "C",
        "catalog",
        Severity.WARNING,
        finds="A name from `do_not_translate` in the settings that is missing.",
        why="Readers look for the product or body under its own name.",
        good=Example("Das Red Cross hilft.", "The Red Cross helps."),
        bad=Example("Das Rote Kreuz hilft.", "The Red Cross helps."),
        silence="A language that writes such names otherwise ignores the rule under "
        "`[tool.pipeline.check.languages.<locale>]`.",
        look=do_not_translate,
        signs=NAMES,
        code=True,
    ),
)
