"""Units behind numbers, in many languages, and the numbers that languages write as words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache


def table_of(text: str) -> dict[str, tuple[str, ...]]:
    r"""The rows of a table written as text: a name, a colon, words; indented lines go on.

    >>> table_of("%: per_cent\n    percent\ng: g")
    {'%': ('per cent', 'percent'), 'g': ('g',)}
    """
    rows = text.strip().replace("\n ", " ").split("\n")
    parted = (row.partition(":") for row in rows)
    return {
        name: tuple(word.replace("_", " ") for word in words.split()) for name, _, words in parted
    }


MEASURES = table_of("""
mg: mg mgs milligram* milligramm* milligramme* miligram* miligrama* miligramo* мг
    миллиграмм* міліграм* 毫克 ミリグラム 밀리그램 ملغ ملغم ملغرام مغ مجم ملجم ملليجرام
    ملليغرام میلی‌گرم میلیگرم ملی‌گرام ملی_گرام मिग्रा मि.ग्रा मि॰ग्रा॰ मिलीग्राम มก
    มิลลิกรัม मिलिग्राम
µg: µg μg mcg ug microgram* mikrogramm* mikrogram* microgramme* microgramo* micrograma* мкг
    микрограмм* мікрограм* 微克 マイクログラム 마이크로그램 ميكروغرام ميكروجرام مكغ مكج مکگ
    میکروگرم مائیکروگرام माइक्रोग्राम
ng: ng nanogram* нг нанограмм* 纳克 ナノグラム نانوغرام نانوگرم
kg: kg kgs kilogram* kilogramm* kilogramme* kilo kilos kilogramo* quilograma* quilo* кг
    килограмм* кілограм* 公斤 千克 キログラム キロ 킬로그램 كغ كغم كجم كيلوغرام* كيلوجرام*
    کیلوگرم کلو کلوگرام किग्रा कि.ग्रा किलोग्राम किलो
g: g gr gram grams gramm gramme grammes gramo gramos grama gramas grammi г гр грамм* грам克
    грам грама грамів 克 グラム 그램 غ غم غرام* جرام* غرامات گرم گرام ग्रा ग्राम
ml: ml mls millilit* millilitre* milliliter* mililitr* mililitro* мл миллилитр* мілілітр*
    毫升 ミリリットル 밀리리터 مل ملل ملليلتر مليلتر ملیلیتر میلی‌لیتر میلیلیتر ملی‌لیٹر
    ملی_لیٹر मिली मि.ली मिलीलीटर मिलीलिटर cc cm³ cm3
l: l litre* liter* litr litro* litri л литр* літр* 升 リットル 리터 ل لتر لترات لیتر لیٹر
    लीटर लिटर
dl: dl decilit* deciliter* decilitro* дл 分升 デシリットル ديسيلتر دسی‌لیتر
IU: IU IUs UI U.I IE I.E МЕ ОД UL ИЕ 国际单位 國際單位 国際単位 وحدة_دولية واحد_بین‌المللی
    یونٹ अंतर्राष्ट्रीय_इकाई आईयू
mmol: mmol mmols millimol* милимоль* ммоль 毫摩尔 毫摩爾 ミリモル ملي_مول ملليمول میلی‌مول
    मिलीमोल
%: % ٪ ％ ﹪ percent per_cent prozent pour_cent por_ciento por_cento процент* відсот* 百分
    パーセント 퍼센트 درصد فیصد प्रतिशत فيصد yüzde بالمئة بالمائة في_المئة في_المائة
°C: °C °с ºC ℃ degrees_Celsius grad_celsius 摄氏度 攝氏度 度 درجة_مئوية درجه_سانتی‌گراد
    डिग्री_सेल्सियस °
°F: °F ºF ℉ 华氏度 華氏度
""")
"""Each unit with what it is called elsewhere; `*` stands for any ending, `_` for a space."""

COUNTS = table_of("""
tablet: tablet* tablett* comprimé* comprimid* таблет* tabletten 片 錠 정 قرص أقراص حبة حبوب
    گولی گولیاں गोली गोलियाँ गोलियां
capsule: capsule* kapsel* kapseln gélule* cápsula* капсул* 粒 カプセル 캡슐 كبسولة كبسولات
    کپسول कैप्सूल
drop: drop* tropfen goutte* gota* капл* крапл* 滴 방울 قطرة قطرات قطره قطرے बूंद बूँद बूंदें
    damla
puff: puff* sprühstoß* bouffée* inhala* вдох* 喷 吸入 بخة बार
teaspoon: teaspoon* tsp teelöffel* cuillère_à_café cuillères_à_café cucharadita* colher_de_chá
    colheres_de_chá cucchiaino чайн* 茶匙 小さじ ملعقة_صغيرة ملعقة_شاي çay_kaşığı छोटा_चम्मच
tablespoon: tablespoon* tbsp esslöffel* cuillère_à_soupe cuillères_à_soupe cucharada*
    colher_de_sopa colheres_de_sopa cucchiaio столов* 汤匙 大さじ ملعقة_كبيرة yemek_kaşığı
    बड़ा_चम्मच
spoon: spoon* löffel* cuillère* cuillerée* cuchara* colher* ложк* 匙 さじ 숟가락 ملعقة ملاعق قاشق
    چمچ चम्मच kaşık
""")
"""What is counted and not measured; such small numbers are often written as words."""

SUITS = {
    "teaspoon": frozenset({"spoon"}),
    "tablespoon": frozenset({"spoon"}),
    "spoon": frozenset({"teaspoon", "tablespoon"}),
}
"""Units that may answer others, because they only say less or more."""

_SIZES = {"mg": "mass", "µg": "mass", "ng": "mass", "kg": "mass", "g": "mass"} | {
    "ml": "volume",
    "l": "volume",
    "dl": "volume",
    "°C": "warmth",
    "°F": "warmth",
    "teaspoon": "spoon",
    "tablespoon": "spoon",
}


def dimension(unit: str) -> str:
    """What a unit measures; a unit of its own kind measures itself."""
    return _SIZES.get(unit, unit)


@lru_cache(maxsize=16)
def _pattern(more: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    names: dict[str, str] = {}
    for table in (MEASURES, COUNTS, {one: (one,) for one in more}):
        for unit, words in table.items():
            for word in words:
                names.setdefault(word.casefold() if len(word) > 2 else word, unit)
    # Longest first, or `m` would be found in `mg`.
    ordered = sorted(names, key=lambda name: (-len(name), name))
    body = "|".join(re.escape(one).replace(r"\*", r"\w*") for one in ordered)
    return re.compile(
        rf"[\s\u00a0\u202f\u2009-]{{0,2}}(?P<unit>{body})(?![^\W\d_]|[²³])", re.I
    ), names


@lru_cache(maxsize=65536)
def unit_at(text: str, start: int, end: int, more: tuple[str, ...] = ()) -> str:
    """The unit of the number that stands at `start` to `end`, or an empty text.

    >>> unit_at("Nimm 5 мг.", 5, 6), unit_at("%50 mi", 1, 3), unit_at("5 Männer", 0, 1)
    ('mg', '%', '')
    """
    pattern, names = _pattern(more)
    # `5-10 mg`, `5 to 10 mg`: the unit stands once for both.
    for _ in range(_RANGES):
        found = pattern.match(text, end)
        if found:
            return _unit_named(found["unit"], names)
        upto = _RANGE.match(text, end)
        if upto is None:
            break
        end = upto.end()
    before = text[max(0, start - 8) : start].rstrip()
    return "%" if before.endswith(_PERCENT_BEFORE) else ""


_RANGES = 3
"""`5, 10 or 20 mg` is the longest that shares one unit."""
_PERCENT_BEFORE = ("%", "٪", "％", "yüzde", "百分之", "فيصد")
_RANGE = re.compile(
    r"\s?(?:[-–—~〜～]|to|or|bis|oder|à|a|ou|до|или|або|إلى|أو|تا|یا|से|या|至|到|から|または)\s?[\d.,٫]+",
    re.I,
)


def _unit_named(word: str, names: dict[str, str]) -> str:
    for form in (word, word.casefold()):
        if form in names:
            return names[form]
    folded = word.casefold()
    for name, unit in names.items():
        if name.endswith("*") and folded.startswith(name[:-1]):
            return unit
        if name.casefold() == folded:
            return unit
    return ""


# --- numbers as words ----------------------------------------------------------------------------

_ENGLISH = (
    "zero none 0|one once single first 1|two twice both second double pair 2|three thrice third "
    "triple 3|four fourth quarter 4|five fifth 5|six sixth half-dozen 6|seven seventh week 7|eight "
    "eighth 8|nine ninth 9|ten tenth 10|eleven 11|twelve dozen 12|thirteen 13|fourteen fortnight "
    "14|fifteen 15|sixteen 16|seventeen 17|eighteen 18|nineteen 19|twenty 20|thirty 30|forty 40|"
    "fifty 50|sixty 60|seventy 70|eighty 80|ninety 90|hundred 100|thousand 1000|million 1000000|"
    "half 0.5|halves 2|quarters 4|hourly 1"
)

# Beginnings of the words for 0 to 12, with a bar between two numbers.
_WORDS = table_of("""
de: null | ein | zwei zweit doppel | drei dritt | vier | fünf | sechs | sieben siebt | acht
    | neun | zehn | elf | zwölf
fr: zéro | un premi | deux second double | trois | quatre quatr | cinq | six | sept | huit |
    neuf neuv | dix | onze | douze
es: cero | un primer | dos segund doble | tres tercer | cuatro cuart | cinco quint | seis
    sext | siete sépt | ocho octav | nueve noven | diez décim | once | doce
pt: zero | um primeir | dois duas segund dobro | três terceir | quatro quart | cinco quint |
    seis sext | sete sétim | oito oitav | nove non | dez décim | onze | doze
it: zero | un prim | due second | tre terz | quattro | cinque | sei | sette | otto | nove |
    dieci | undici | dodici
nl: nul | een één eerste | twee | drie derde | vier | vijf | zes | zeven | acht | negen |
    tien | elf | twaalf
pl: zero | jed pierwsz | dwa dwie dwóch dwu drug | trz trzeci | czter czwart | pię piąt |
    sześ szóst | siedem siódm | osiem ósm | dziewi | dziesi | jedenaś | dwanaś
ru: нол нул | од перв | дв втор | тр | чет | пят | шест | сем седьм | восе восьм | девят |
    десят | одиннадцат | двенадцат
uk: нул | од перш | дв друг | тр | чотир четвер | п'ят п’ят | шіст шест | сім сьом | вісі
    восьм | дев'ят дев’ят | десят | одинадцят | дванадцят
tr: sıfır | bir ilk tek | iki ikinci çift | üç | dört | beş | altı | yedi | sekiz | dokuz |
    on | on bir | on iki
ar: صفر | واحد أول مرة | اثن مرتين مرتان ثان ضعف يومين ساعتين قرصين حبتين | ثلاث ثالث | أربع
    رابع | خمس خامس | ست سادس | سبع سابع | ثمان ثامن | تسع تاسع | عشر عاشر | أحد عشر إحدى
    عشرة | اثن
fa: صفر | یک اول | دو دوم | سه سوم | چهار | پنج | شش | هفت | هشت | نه نهم | ده دهم | یازده |
    دوازده
ur: صفر | ایک پہل | دو دوسر | تین تیسر | چار چوتھ | پانچ | چھ | سات | آٹھ | نو | دس | گیارہ
    | بارہ
hi: शून्य | एक पहल | दो दूसर | तीन तीसर | चार चौथ | पाँच पांच | छह छः छठ | सात | आठ | नौ |
    दस | ग्यारह | बारह
ja: 〇 零 | 一 ひと | 二 ふた | 三 | 四 | 五 | 六 | 七 | 八 | 九 | 十 | 十一 | 十二
zh: 零 〇 | 一 首 | 二 两 兩 双 | 三 | 四 | 五 | 六 | 七 | 八 | 九 | 十 | 十一 | 十二
ko: 영 | 한 하나 일 첫 | 두 둘 이 | 세 셋 삼 | 네 넷 사 | 다섯 오 | 여섯 육 | 일곱 칠 | 여덟
    팔 | 아홉 구 | 열 십 | 열한 십일 | 열두 십이
""")
_HALVES = table_of("""
de: halb
fr: demi moitié
es: medi mitad
pt: mei metade
it: mezz metà
nl: half halve
pl: pół połow
ru: пол
uk: пів полов
tr: yarım buçuk yarı
ar: نصف
fa: نیم نصف
ur: آدھ نصف
hi: आध साढ़े
ja: 半
zh: 半
ko: 반 절반
""")
_UNSPACED = frozenset({"ja", "zh", "ko"})


@lru_cache(maxsize=1)
def _english_words() -> dict[str, Decimal]:
    table = {}
    for row in _ENGLISH.split("|"):
        *words, number = row.split()
        table.update(dict.fromkeys(words, Decimal(number)))
    return table


@lru_cache(maxsize=16384)
def numbers_in_words(text: str) -> frozenset[Decimal]:
    """The numbers that an English text has as words.

    >>> sorted(map(str, numbers_in_words("Two tablets, once a day, for twenty-one days")))
    ['1', '2', '20', '21']
    """
    table = _english_words()
    found = set()
    previous = Decimal(0)
    for word in re.findall(r"[a-z]+", text.casefold()):
        value = table.get(word)
        if value is not None:
            found.add(value)
            if previous in _TENS and value < 10:
                found.add(previous + value)
        previous = value if value is not None else Decimal(0)
    return frozenset(found)


_TENS = frozenset(Decimal(one) for one in range(20, 100, 10))


def knows_words(code: str) -> bool:
    """Whether the small numbers of a language are known as words."""
    return code in _WORDS


def is_written_out(value: Decimal, text: str, code: str) -> bool:
    """Whether a small number stands in a translation as a word.

    >>> is_written_out(Decimal(2), "Nimm zwei Tabletten", "de")
    True
    """
    if code not in _WORDS:
        return False
    if value == Decimal("0.5"):
        stems = _HALVES[code]
    elif value == value.to_integral_value() and 0 <= value <= 12:
        stems = _stems(code, int(value))
    else:
        return False
    pattern = "|".join(map(re.escape, stems))
    edge = "" if code in _UNSPACED else r"(?<!\w)(?:ال|و|ب|ل|लगभग)?"
    return re.search(edge + f"(?:{pattern})", text, re.I) is not None


@lru_cache(maxsize=512)
def _stems(code: str, value: int) -> tuple[str, ...]:
    """The beginnings of words for a small number: the columns of the table count from zero."""
    columns = " ".join(_WORDS[code]).split(" | ")
    return tuple(columns[value].split()) if value < len(columns) else ()
