"""Who may speak: the role that a speaker's label names by convention."""

from __future__ import annotations

import re
import unicodedata

from qualcode.model import Kind, Role
from qualcode.text.words import words

# Words that name the one who asks, in the languages in which transcripts reach us. Compared without case and accents.
INTERVIEWER_WORDS = words(
    # English
    "interviewer interviewers intervieuwer moderator comoderator facilitator cofacilitator question questioner",
    # French, German, Dutch
    "enqueteur enquetrice intervieweur intervieweuse animateur animatrice moderateur moderatrice facilitateur",
    "facilitatrice interviewerin moderatorin befrager befragerin gespreksleider interviewster vraag frage",
    # Spanish, Portuguese, Italian, Romanian
    "entrevistador entrevistadora moderador moderadora facilitador facilitadora pregunta pergunta",
    "intervistatore intervistatrice moderatore moderatrice facilitatore facilitatrice domanda intervievator",
    # Nordic, Baltic
    "intervjuare intervjuer intervjuaren moderatoren haastattelija ordstyrer intervjueja",
    # Slavic, Hungarian, Greek, Turkish
    "ankieter ankieterka prowadzacy prowadzaca moderatorka tazatel tazatelka interjukeszito kerdezo",
    "интервьюер модератор інтерв'юер συνεντευκτης συνεντευκτρια συντονιστης συντονιστρια gorusmeci moderatör",
    "интервюиращ anketar anketarka voditelj",
    # Arabic, Hebrew, Persian, Hindi, Indonesian, Swahili
    "المحاور المحاورة الميسر الميسرة מראיין מראיינת מנחה مصاحبهگر साक्षात्कारकर्ता pewawancara fasilitator mhojaji",
    # Chinese, Japanese, Korean
    "访谈者 訪談者 采访者 採訪者 访问者 訪問者 访员 訪員 主持人 提问者 インタビュアー 聞き手 司会 司会者 モデレーター",
    "인터뷰어 진행자 질문자 사회자",
)
RESEARCHER_WORDS = words(
    "researcher investigator experimenter observer notetaker fieldworker ethnographer transcriber transcriptionist",
    "chercheur chercheuse observateur observatrice forscher forscherin beobachter beobachterin onderzoeker",
    "investigador investigadora observador observadora pesquisador pesquisadora ricercatore ricercatrice",
    "araştırmacı",
    "forskare forsker tutkija badacz badaczka vyzkumnik vyzkumnice kutato cercetator исследователь дослідник",
    "ερευνητης ερευνητρια arastirmaci الباحث الباحثة חוקר חוקרת پژوهشگر शोधकर्ता peneliti mtafiti",
    "研究者 研究员 研究員 調査者 调查者 연구자",
)
# Whole labels, after digits and dots are gone: I, I1, Int., INT 2, Mod, Q1 …
INTERVIEWER_LABELS = words("i q int intv intr ir iv ivr ivw iver mod fac facil interv")
RESEARCHER_LABELS = frozenset({"inv", "exp", "field notes", "fieldnotes", "fieldnote", "note taker"})
PARTICIPANT_LABELS = frozenset({"ie"})  # the one opposite IR or IV
ROLE_LABELS = RESEARCHER_LABELS  # of several words, which by themselves say nothing
PARTICIPANT_WORDS = words(
    "interviewee participant participants respondent informant speaker subject discussant",
    "interviewe interviewee enquete enquetee participante repondant repondante locuteur locutrice",
    "befragte befragter teilnehmer teilnehmerin teilnehmende interviewte interviewter interviewpartner sprecher",
    "interviewpartnerin sprecherin probandin proband geinterviewde deelnemer spreker",
    "entrevistado entrevistada encuestado encuestada participante hablante informante",
    "intervistato intervistata partecipante rispondente parlante intervievat",
    "intervjuperson deltagare deltaker deltager informant haastateltava osallistuja",
    "uczestnik uczestniczka respondentka badany badana ucastnik ucastnice dotazovany resztvevo valaszado",
    "респондент респондентка участник участница информант учасник",
    "συμμετεχων συμμετεχουσα συνεντευξιαζομενος katilimci gorusulen",
    "المشارك المشاركة المستجيب מרואיין מרואיינת משתתף משתתפת",
    "प्रतिभागी उत्तरदाता peserta narasumber responden mshiriki",
    "受访者 受訪者 被访者 被訪者 参与者 參與者 回答者 参加者 回答 発言者 話者 응답자 참가자 참여자 면접대상자",
)
_APART = re.compile(r"[\W\d_]+")
_LETTER = re.compile(r" [a-h]$")  # Int A, Mod B
_TIDY = re.compile(r"[\d.#:()\[\]]+")


def _plain(label: str) -> str:
    """Without case and accents, the letters of other scripts kept whole."""
    folded = unicodedata.normalize("NFKD", label.casefold().replace("\u200c", ""))
    return "".join(letter for letter in folded if not ("\u0300" <= letter <= "\u036f"))


def _tokens(label: str) -> list[str]:
    return [token for token in _APART.split(_plain(label)) if token]


_ASKS = frozenset(_plain(word) for word in INTERVIEWER_WORDS)
_STUDIES = frozenset(_plain(word) for word in RESEARCHER_WORDS)
_ANSWERS = frozenset(_plain(word) for word in PARTICIPANT_WORDS)


def _named_role(label: str) -> Role | None:
    """The role that the label's words name, the first such word deciding; None when they name none."""
    plain = _plain(label)
    # Scripts whose vowel signs are marks would fall apart at non-word characters.
    for token in [*plain.split(), *_tokens(label)]:
        token = token.strip("()[]:.,0123456789 ")
        if token in _ANSWERS:
            return "participant"
        if token in _ASKS:
            return "interviewer"
        if token in _STUDIES:
            return "researcher"
    whole = " ".join(_TIDY.sub(" ", plain).replace("_", " ").replace("-", " ").split())
    if whole in INTERVIEWER_LABELS or (len(whole) > 4 and _LETTER.sub("", whole) in INTERVIEWER_LABELS - {"i", "q"}):
        return "interviewer"
    if whole in RESEARCHER_LABELS:
        return "researcher"
    if whole in PARTICIPANT_LABELS:
        return "participant"
    return None


def role_of_label(label: str | None, kind: Kind = "interview") -> Role:
    """The role that a label names by convention: interviewer, researcher, else participant.

    Known are the usual words of some twenty languages (Interviewer 2, Enquêtrice, Moderadora, 访谈者 …), wherever they
    stand in the label (`Anna (Moderator)`), and the short labels I, I1, Q, Q3, Int., Int A, INTV, IV, IR (beside IE),
    Mod, Fac; `Host` and
    single letters such as M, R or F say nothing certain. The words of an observation are the researcher's, whoever
    is quoted in them. A project's own map of speakers overrides all this.

    >>> [role_of_label(label) for label in ("Interviewer 1", "Int.", "P7", "Researcher", None)]
    ['interviewer', 'interviewer', 'participant', 'researcher', 'participant']
    >>> role_of_label("Nurse", "observation")
    'researcher'
    """
    if kind == "observation":
        return "researcher"
    return (label and _named_role(label)) or "participant"


def names_a_role(label: str) -> bool:
    """Whether a label says what its bearer does in the talk: Interviewer, Respondent 3, Int., Teilnehmerin …

    >>> names_a_role("Respondent 3"), names_a_role("Ana")
    (True, False)
    """
    return _named_role(label) is not None
