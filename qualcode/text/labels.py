"""What can be a speaker's label, judged by its shape alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from qualcode.text.speakers import ROLE_LABELS, names_a_role
from qualcode.text.words import words

Shape = Literal["role", "code", "name", "person", "number", "uncased", "lower", "meta", "break", "stop"]
LONGEST = 60


# Keys of a transcript's head: what stands before them is about the talk, not in it.
META = words(
    "date time location place venue setting duration length project study file filename file_name audio audio_file",
    "recording recording_date recorded_by recorded transcribed transcribed_by transcriber_name transcription",
    "transcript transcript_by date_of_interview interview_date date_of_transcription interview_number interview_no",
    "interview interviewed_by conducted_by present attendees attending participants participant_id participant_no",
    "speakers interviewers interviewees summary keywords summary_keywords key_words abstract title subject topic id",
    "document timestamp name age gender sex occupation profession job_title position organisation",
    "organization company institution",
    "pseudonym language country city site case case_id condition group group_size session session_id version author",
    "email phone website url source link status start start_time end end_time date_and_time consent legend key symbols",
    "conventions transcription_conventions copyright license contact editor edited_by checked_by reviewed_by medium",
    "mode format platform host_platform zoom meeting meeting_id topics agenda moderated_by facilitated_by",
    "to from cc re role job department interviewer_name interviewee_name name_of_interviewer name_of_interviewee",
    "name_of_participant participant_name",
    "datum ort dauer projekt aufnahme transkript transkription thema teilnehmende anwesend dateiname",
    "sprache alter beruf",
    "geschlecht lieu durée date_de_l'entretien projet fichier langue âge sexe profession retranscription",
    "enregistrement",
    "fecha lugar duración proyecto archivo idioma edad sexo título data local duração projeto arquivo luogo durata",
    "progetto lingua età datum_van_interview plaats duur onderwerp tijd",
)
# Not a person: a gap in the talk, or what a listener hears besides it.
BREAK = words(
    "break intro introduction outro music jingle ad ads advertisement advert sponsor sponsors commercial pause silence",
    "laughter applause interruption end end_of_interview end_of_recording end_of_transcript recording_ends crosstalk",
    "recording_starts recording_paused recording_resumed tape_change inaudible unintelligible background_noise noise",
    "theme_music opening closing coffee_break lunch_break ad_break sponsor_break pausa pausen musik musique silencio",
)
# Words that open a remark, a heading or a sentence and so come before a colon without being a speaker.
STOP = words(
    "note notes nb n.b example examples e.g i.e eg ie warning caution important attention remark comment comments ps",
    "p.s fyi tip hint reminder update task tasks step steps question_guide goal goals aim aims objective objectives",
    "background method methods result results conclusion conclusions discussion findings finding context purpose",
    "overview outline contents chapter section part appendix figure table box exhibit references reference see also",
    "problem problems solution solutions issue issues reason reasons pros cons advantages disadvantages strengths",
    "weaknesses opportunities threats challenge challenges benefit benefits barrier barriers theme themes code codes",
    "definition definitions quote quotes excerpt extract memo action actions decision decisions recommendation",
    "recommendations implications limitations limitation lesson lessons number no total sum cost costs price budget",
    "day week month year phase stage level option item point scene act round wave event scenario rule fact facts idea",
    "first firstly second secondly third thirdly fourth fifth last lastly finally next then now today",
    "tomorrow yesterday",
    "yes yeah yep no nope okay ok so well right and but or because if when while what why how who where",
    "which that this",
    "these those it he she they we you the a an in on at for with by about as like is are was were be do does did have",
    "has had can could will would should may might must maybe perhaps actually basically really just only even still",
    "again anyway however therefore thus hence plus minus also too very not never always sometimes there here oh ah um",
    "uh hmm mm-hmm mhm hey hello hi thanks thank please sorry sure exactly correct true false good great alright fine",
    "remember think look listen imagine say said says meaning namely especially specifically generally overall bottom",
    "spoiler edit disclaimer caveat assumption hypothesis evidence observation observations impression impressions",
    "communication trust time money people work life health education government business technology http",
    "https ftp www",
    "mailto ftp doi isbn tel fax us uk eu usa un ai tv id url pdf api css html sql faq ceo cto covid q&a wifi gdp ngo",
    "remarque exemple attention donc alors oui non et mais ou car aussi voilà bon enfin puis après avant",
    "hinweis beispiel",
    "achtung ja nein und aber oder also denn dann nun nota ejemplo sí pero porque entonces bueno luego",
    "después nota_bene",
    "esempio però quindi allora perché attenzione voorbeeld let_op maar dus want omdat exemplo mas então porque",
    "注 例 注意 备注 説明 注記",
)
# People named by what they are; such words are ordinary in speech too, so the tests for ordinary words skip them.
PERSON_NOUNS = words(
    "host guest answer speaker student teacher pupil patient nurse doctor physician therapist client mother father mom",
    "mum dad parent child son daughter wife husband partner man woman male female boy girl voice group all everyone",
    "everybody audience several various multiple many unknown translator interpreter manager director president chair",
    "chairperson coordinator officer employee worker volunteer farmer caller narrator presenter guide coach trainer",
    "expert user customer owner leader operator clinician carer caregiver midwife staff member person witness judge",
    "lawyer attorney counsel commissioner minister mayor secretary assistant producer reporter journalist blinded anon",
    "anonymous pi ra réponse antwort respuesta resposta risposta answers response reponse",
)
# Further such words, which count at the end of a longer label only: `Store manager`, `Young people`, `Man in a hat`.
PERSON_WORDS = (
    PERSON_NOUNS - words("answer response guide pi ra anon group all several various multiple many")
) | words(
    "people persons men women guy lady gentleman kid teenager youth adult elder senior neighbour neighbor colleague",
    "boss lead salesperson seller shopkeeper chef waiter waitress driver engineer designer developer villager chief",
    "learner trainee intern accountant founder entrepreneur resident tenant landlord citizen councillor pastor priest",
    "imam grandmother grandfather aunt uncle sister brother cousin friend spouse visitor stranger passenger buyer",
    "supplier vendor trader foreman supervisor technician scientist professor lecturer headteacher principal dean",
    "administrator receptionist pharmacist dentist surgeon counsellor psychologist policeman policewoman soldier",
    "refugee migrant fisherman herder apprentice crowd pharmacist cleaner cook baker butcher carpenter mechanic",
)
BEHIND_A_PERSON = words("in with from at on near by behind to")
ORDINALS = words("first second third fourth fifth sixth last next other another")
SENTENCE_WORDS = words(
    "i i'm i've i'd i'll you you're he she we we're they they're it it's is are was were am be been said",
    "say says asked",
    "told think thought know mean means have has had do does did don't didn't can can't would could should will want",
    "the this that these those there my your his her our their its what which who whom how why when where",
    "because if so",
    "and but or not like about into from than then just really actually very also",
)
PARTICLES = words("de da di do dos das del della la le les van von der den ten ter zu zur el al bin ibn ben y e and of")
ABBREVIATED = words("mr mrs ms mx dr prof st sr jr rev fr hr sra dra mme mlle m phd md")
NUMBER_WORDS = ORDINALS | words(
    "one two three four five six seven eight nine ten focus research study co lead assistant senior junior deputy",
    "unidentified unknown older younger young old",
)
NAME_PARTICLES = words("de da di do dos das del della la le van von der den ten ter zu zur al bin ibn ben")
ABSTRACT = ("tion", "tions", "ment", "ments", "ness", "ity", "ities", "ance", "ence", "ships", "ship", "ology", "isms")

_FORBIDDEN = re.compile(r"[?!;=<>{}|“”\"„…\\*~^]|//|--|\.\.|[,.]$|\d[.,]\d")
_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]")
_CODE = re.compile(
    r"[A-Z]{1,4}[-_ .]?#?\d{0,4}[A-Za-z]?|[A-Z]{1,5}\d*(?:[-_./ ]?[A-Z]{1,5}\d+)+[A-Z]?|[a-z]{1,4}[-_ ]?\d{1,4}"
)
_INTERVIEWEE = re.compile(r"IE[ -]?\d{0,3}")  # beside IR or IV; `ie` and `i.e.` are no people
_PREFIXED = re.compile(r"(?:al|el|ad|as|ash|an|d|l|ibn|bin)[-'’][A-ZÀ-Þ]")
_NUMBER = re.compile(r"#?\d{1,5}[A-Za-z]?")
_DIGITS = re.compile(r"[\s_#.-]*\d+[A-Za-z]?$")
_STAMP_LIKE = re.compile(r"\d:\d\d")


@lru_cache(maxsize=20_000)
def key(label: str) -> str:
    """What makes two labels the same: letters without case, single blanks, no final dot."""
    return " ".join(label.casefold().split()).rstrip(".")


def stem(label: str) -> str:
    """The label without its number, so that P1, P2 … belong together.

    >>> stem("Participant 12"), stem("P3"), stem("Ana")
    ('participant', 'p', 'ana')
    """
    folded = key(label)
    return _DIGITS.sub("", folded) or folded


@lru_cache(maxsize=20_000)
def shape(label: str) -> Shape | None:
    """What a text before a colon, in brackets … could be as a label; None when it cannot be one.

    `role` names a part in the talk, `code` is like P1 or JS, `name` has capitals as names have, `uncased` is of a
    script without capitals, `person` says who by a word for people (`Store manager`), `lower` could be a name written
    small. `meta`, `break` and `stop` are never people.

    >>> [shape(label) for label in ("Interviewer 2", "JS", "Maria de la Cruz", "heat map", "Note", "I said")]
    ['role', 'code', 'name', 'lower', 'stop', None]
    """
    label = " ".join(label.split())
    if not label or len(label) > LONGEST:
        return None
    folded = key(label)
    base = _PARENTHESIS.sub("", label).strip()
    root = stem(base)
    if (len(base) == 1 and base.isupper()) or _INTERVIEWEE.fullmatch(base):
        return _people(label, base)
    for names, found in ((META, "meta"), (BREAK, "break"), (STOP, "stop")):
        if folded in names or (root in names and len(root) > 1 and root not in ("group", "no")):
            return found  # type: ignore[return-value]
    if folded.startswith(("transcribed by", "transcription by", "recorded by", "source:", "end of ", "date of ")):
        return "meta"
    if root != folded and root in ("question", "questions") and not base[-1:].isdigit():
        return None
    return _people(label, base)


def _people(label: str, base: str) -> Shape | None:
    parts = base.split()
    if not parts or len(parts) > 6 or _FORBIDDEN.search(base.rstrip(".")) or _STAMP_LIKE.search(label):
        return None
    if not parts[0][0].isalnum() and parts[0][0] not in "#@'’":
        return None
    if any(word.endswith(".") and not _is_abbreviated(word) for word in parts[:-1]):
        return None
    if _NUMBER.fullmatch(base):
        return "number"
    if not any(letter.isalpha() for letter in base):
        return None
    lowered = [word.casefold().strip(".,") for word in parts]
    role = names_a_role(label)
    if role and len(parts) <= 5 and (_capitals(parts) or _plain_role(lowered)) and not _sentence_like(lowered):
        return "role"
    if key(base).replace("-", " ") in ROLE_LABELS:
        return "role"
    if _CODE.fullmatch(base.rstrip(".")):
        return "code"
    if not any(letter.isupper() or letter.islower() for letter in base):
        return "uncased" if len(base) <= 16 and len(parts) <= 3 else None
    if not _capitals(parts) and _is_a_person(lowered):
        return "person"
    if (
        _sentence_like(lowered)
        or lowered[0] in STOP
        or (len(parts) > 1 and lowered[-1] in ("is", "was", "this", "that"))
    ):
        return None
    if _capitals(parts):
        return "name" if len(parts) <= 5 or "," in base else None
    if _begins_small(parts):
        return "name"
    return (
        "lower" if len(parts) <= 3 and all(word.replace("-", "").replace("'", "").isalnum() for word in parts) else None
    )


def _is_a_person(lowered: list[str]) -> bool:
    """`male voice`, `store manager`, `parent two`, `man in blue shirt`: the noun last, or before a description.

    >>> [_is_a_person(text.split()) for text in ("young person", "person in red", "customer support", "the manager")]
    [True, True, False, False]
    """
    if not 2 <= len(lowered) <= 5 or (lowered[0] in STOP and lowered[0] not in ORDINALS):
        return False
    behind = next((at for at, word in enumerate(lowered) if at and word in BEHIND_A_PERSON), len(lowered))
    who = lowered[:behind]
    if (
        len(who) > 1
        and who[-1] not in PERSON_WORDS
        and (who[-1] in NUMBER_WORDS or who[-1].isdigit() or len(who[-1]) == 1)
    ):
        who = who[:-1]
    return (
        who[-1] in PERSON_WORDS
        and not _sentence_like(["", *who])
        and not _sentence_like([word for word in lowered[behind:] if word != "the"])
    )


def _begins_small(parts: list[str]) -> bool:
    """`de Vries`, `van der Berg`, `al-Hassan`."""
    if _PREFIXED.match(parts[0]):
        return all(word[:1].isupper() for word in parts[1:])
    small = next((at for at, word in enumerate(parts) if word not in NAME_PARTICLES), len(parts))
    return 0 < small < len(parts) and parts[small][:1].isupper() and _capitals(parts[small:])


def _plain_role(lowered: list[str]) -> bool:
    """`interviewer`, `participant 3`, `second interviewer`, but not `participant withdrawal`, `next question`."""
    if lowered[0] in ORDINALS and lowered[-1] in ("question", "questions"):
        return False
    return all(
        names_a_role(word) or word in PERSON_NOUNS or word in NUMBER_WORDS or not word.isalpha() or len(word) <= 2
        for word in lowered
    )


def _sentence_like(lowered: list[str]) -> bool:
    return len(lowered) > 1 and any(word in SENTENCE_WORDS and word not in PARTICLES for word in lowered)


def _is_abbreviated(word: str) -> bool:
    plain = word.rstrip(".").casefold()
    return plain in ABBREVIATED or len(plain) == 1 or "." in plain


def _capitals(parts: list[str]) -> bool:
    first = parts[0].lstrip("#@'’(")
    if not (first[:1].isupper() or first[:1].isdigit()):
        return False
    return all(
        word[:1].isupper()
        or word[:1].isdigit()
        or word[:1] in "#&/-–("
        or word.casefold() in PARTICLES
        or "'" in word[:3]
        for word in parts[1:]
    )


def ordinary(label: str, words_in_lower_case: set[str]) -> bool:
    """Whether a label of one word looks like any word: abstract by its ending, or written small elsewhere."""
    parts = _PARENTHESIS.sub("", label).split()
    if len(parts) != 1:
        return False
    word = parts[0].casefold().strip(".")
    if word in PERSON_NOUNS or any(letter.isdigit() for letter in word):
        return False
    return word.endswith(ABSTRACT) or word in words_in_lower_case


def is_person_noun(label: str) -> bool:
    """Whether a label is a word for people in their part: Host, Patient, Answer, Nurse 2 …"""
    return any(word in PERSON_NOUNS for word in stem(label).split())
