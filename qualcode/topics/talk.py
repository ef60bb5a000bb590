"""Words of talk: what people say while they think, which tells nothing about what they speak of."""

from qualcode.text.words import words

TALK: dict[str, frozenset[str]] = {
    "en": words(
        "yeah yep yup yes nope nah okay ok um umm uh uhm uhh er erm eh ah oh hm hmm mm mmm mhm huh wow hey hi hello",
        "like know knew mean meant right sort kind kinda sorta thing stuff lot gonna gon na wanna wan gotta ta wo ca",
        "lemme cuz cause ya",
        "actually basically literally really just obviously honestly definitely totally absolutely probably maybe",
        "pretty quite super think thought say said tell get got gotten go going gone went come came want way guess",
        "sure well good great nice bad cool awesome exactly anyway anyways whatever alright bit let look see saw",
        "feel try happen start need take took make made put talk question answer interesting thank thanks please",
        "something anything everything nothing someone somebody everybody anybody people person guy one ones",
        "laughter laugh laughs laughing unintelligible inaudible crosstalk pause sigh sighs chuckle chuckles silence",
        "don doesn didn won wouldn couldn shouldn isn aren wasn weren hasn haven hadn ain ll ve re cos",
        "day time today tomorrow yesterday moment point little big long",
    ),
    "de": words(
        "ja nee jo okay ok äh ähm hm hmm mhm ach na tja halt eben eigentlich quasi sozusagen irgendwie irgendwas genau",
        "also naja weißt weiß sagen sagt gesagt machen macht gemacht gehen geht kommen kommt sache sachen ding dinge",
        "glaube denke meine klar gut natürlich vielleicht wirklich einfach bisschen stimmt lachen lacht unverständlich",
    ),
    "fr": words(
        "ouais oui non ok okay euh heu hum hein ben bah bon voilà genre quoi donc alors enfin truc trucs chose choses",
        "sais dire dit fait faire aller vais va vraiment juste peut-être peut être accord rire rires inaudible pense",
    ),
    "es": words(
        "sí si no ok okay eh este pues bueno vale o sea osea digamos claro cosa cosas sabes digo decir dice verdad",
        "hacer hace ir va voy creo realmente solo quizás entonces así risas inaudible",
    ),
    "it": words(
        "sì no ok okay eh ehm mah boh beh cioè allora insomma praticamente tipo cosa cose diciamo dire detto fare",
        "fatto andare proprio magari davvero così risate incomprensibile",
    ),
    "nl": words(
        "ja nee oké ok okay eh ehm uh hm hmm nou dus zeg maar gewoon eigenlijk even best wel ding dingen weet denk",
        "zeggen gezegd doen gedaan gaan gaat komen komt echt misschien precies goed lachen onverstaanbaar",
    ),
    "pt": words(
        "sim não ok okay eh hã hum né tá pois bom tipo assim coisa coisas sabe digo dizer fazer faz ir vai acho",
        "realmente talvez então risos inaudível",
    ),
}
