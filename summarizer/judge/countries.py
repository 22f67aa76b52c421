"""Countries and their governments in English news: names, adjectives and people, capitals and other metonyms.

A compact table for the names rule ('Russian officials' speak for Russia, 'Tehran' is Iran). What is not in it is left
to the general rule for adjectives (``names.is_adjective_of``). English.
"""

from __future__ import annotations

__all__ = ["ADJECTIVES", "CAPITALS", "COUNTRY_WORDS", "PEOPLES"]

# code: names | adjectives and people | capitals and metonyms
_TABLE = """
AF: afghanistan | afghan afghans | kabul
AL: albania | albanian albanians | tirana
DZ: algeria | algerian algerians | algiers
AO: angola | angolan angolans | luanda
AR: argentina | argentine argentinian argentines | buenos_aires
AM: armenia | armenian armenians | yerevan
AU: australia | australian australians | canberra
AT: austria | austrian austrians | vienna
AZ: azerbaijan | azerbaijani azeri azeris azerbaijanis | baku
BH: bahrain | bahraini bahrainis | manama
BD: bangladesh | bangladeshi bangladeshis | dhaka
BY: belarus | belarusian belarusians belarussian byelorussian | minsk
BE: belgium | belgian belgians |
BJ: benin | beninese |
BO: bolivia | bolivian bolivians | la_paz
BA: bosnia bosnia_and_herzegovina | bosnian bosnians | sarajevo
BW: botswana | |
BR: brazil | brazilian brazilians | brasilia
GB: britain united_kingdom uk great_britain | british britons | london downing_street whitehall
BN: brunei | bruneian |
BG: bulgaria | bulgarian bulgarians | sofia
BF: burkina_faso | burkinabe | ouagadougou
MM: myanmar burma | burmese | naypyidaw rangoon yangon
BI: burundi | burundian burundians |
KH: cambodia kampuchea | cambodian cambodians | phnom_penh
CM: cameroon | cameroonian | yaounde
CA: canada | canadian canadians | ottawa
CF: central_african_republic | | bangui
TD: chad | chadian chadians | ndjamena
CL: chile | chilean chileans |
CN: china people's_republic_of_china prc | chinese | beijing peking
CO: colombia | colombian colombians | bogota
CG: congo_brazzaville republic_of_congo | | brazzaville
CD: congo democratic_republic_of_congo democratic_republic_of_the_congo dr_congo drc zaire | congolese zairean | kinshasa
CR: costa_rica | costa_rican costa_ricans |
HR: croatia | croatian croat croats | zagreb
CU: cuba | cuban cubans | havana
CY: cyprus | cypriot cypriots | nicosia
CZ: czech_republic czechia | czech czechs | prague
CS: czechoslovakia | czechoslovak |
DK: denmark | danish danes | copenhagen
DJ: djibouti | djiboutian |
DO: dominican_republic | | santo_domingo
EC: ecuador | ecuadorian ecuadorean | quito
EG: egypt | egyptian egyptians | cairo
SV: el_salvador | salvadoran salvadorans |
ER: eritrea | eritrean eritreans | asmara
EE: estonia | estonian estonians | tallinn
ET: ethiopia | ethiopian ethiopians | addis_ababa
EU: european_union eu european_community | |
FI: finland | finnish finns | helsinki
FR: france | french | paris
GA: gabon | gabonese | libreville
GM: gambia | gambian gambians | banjul
GE: georgia | georgian georgians | tbilisi
DE: germany federal_republic_of_germany | german germans | berlin
DD: east_germany gdr | east_german east_germans |
DW: west_germany | west_german west_germans | bonn
GH: ghana | ghanaian ghanaians | accra
GR: greece | greek greeks | athens
GT: guatemala | guatemalan guatemalans |
GN: guinea | guinean | conakry
GY: guyana | guyanese |
HT: haiti | haitian haitians | port_au_prince
HN: honduras | honduran hondurans | tegucigalpa
HK: hong_kong | |
HU: hungary | hungarian hungarians | budapest
IS: iceland | icelandic | reykjavik
IN: india | indian indians | new_delhi delhi
ID: indonesia | indonesian indonesians | jakarta
IR: iran islamic_republic_of_iran | iranian iranians | tehran teheran
IQ: iraq | iraqi iraqis | baghdad
IE: ireland | irish | dublin
IL: israel | israeli israelis | jerusalem tel_aviv
IT: italy | italian italians | rome
CI: ivory_coast cote_d'ivoire | ivorian ivorians | abidjan
JM: jamaica | jamaican jamaicans |
JP: japan | japanese | tokyo
JO: jordan | jordanian jordanians | amman
KZ: kazakhstan | kazakh kazakhs kazakhstani | astana
KE: kenya | kenyan kenyans | nairobi
XK: kosovo | kosovar kosovars | pristina
KW: kuwait | kuwaiti kuwaitis |
KG: kyrgyzstan | kyrgyz | bishkek
LA: laos | lao laotian | vientiane
LV: latvia | latvian latvians | riga
LB: lebanon | lebanese | beirut
LR: liberia | liberian liberians | monrovia
LY: libya | libyan libyans | tripoli
LT: lithuania | lithuanian lithuanians | vilnius
LU: luxembourg | |
MK: macedonia north_macedonia | macedonian macedonians | skopje
MG: madagascar | malagasy |
MW: malawi | malawian |
MY: malaysia | malaysian malaysians | kuala_lumpur
MV: maldives | maldivian |
ML: mali | malian malians | bamako
MT: malta | maltese | valletta
MR: mauritania | mauritanian | nouakchott
MX: mexico | mexican mexicans | mexico_city
MD: moldova moldavia | moldovan moldovans | chisinau
MN: mongolia | mongolian mongolians | ulan_bator
ME: montenegro | montenegrin | podgorica
MA: morocco | moroccan moroccans | rabat
MZ: mozambique | mozambican mozambicans | maputo
NA: namibia | namibian | windhoek
NP: nepal | nepalese nepali | kathmandu
NL: netherlands holland | dutch | the_hague
NZ: new_zealand | new_zealanders | wellington
NI: nicaragua | nicaraguan nicaraguans | managua
NE: niger | nigerien nigeriens | niamey
NG: nigeria | nigerian nigerians | abuja lagos
KP: north_korea dprk democratic_people's_republic_of_korea nk n_korea | north_korean north_koreans n_korean | pyongyang
NO: norway | norwegian norwegians | oslo
OM: oman | omani omanis | muscat
PK: pakistan | pakistani pakistanis | islamabad
PS: palestine palestinian_authority | palestinian palestinians | ramallah
PA: panama | panamanian panamanians |
PY: paraguay | paraguayan | asuncion
PE: peru | peruvian peruvians | lima
PH: philippines | philippine filipino filipinos | manila
PL: poland | polish poles | warsaw
PT: portugal | portuguese | lisbon
QA: qatar | qatari qataris | doha
RO: romania | romanian romanians | bucharest
RU: russia russian_federation | russian russians | moscow kremlin
RW: rwanda | rwandan rwandans | kigali
SA: saudi_arabia | saudi saudis saudi_arabian | riyadh
SN: senegal | senegalese | dakar
RS: serbia | serbian serb serbs | belgrade
SL: sierra_leone | sierra_leonean | freetown
SG: singapore | singaporean singaporeans |
SK: slovakia | slovak slovakian slovaks | bratislava
SI: slovenia | slovenian slovene slovenes | ljubljana
SO: somalia | somali somalis | mogadishu
ZA: south_africa | south_african south_africans | pretoria
KR: south_korea republic_of_korea rok s_korea | south_korean south_koreans s_korean | seoul
SS: south_sudan | south_sudanese | juba
ES: spain | spanish spaniards | madrid
LK: sri_lanka | sri_lankan sri_lankans | colombo
SD: sudan | sudanese | khartoum
SR: suriname | surinamese | paramaribo
SE: sweden | swedish swedes | stockholm
CH: switzerland | swiss | bern
SY: syria | syrian syrians | damascus
TW: taiwan | taiwanese | taipei
TJ: tajikistan | tajik tajiks | dushanbe
TZ: tanzania | tanzanian tanzanians | dodoma
TH: thailand | thai thais | bangkok
TG: togo | togolese | lome
TN: tunisia | tunisian tunisians | tunis
TR: turkey turkiye | turkish turks turk | ankara
TM: turkmenistan | turkmen | ashgabat
UG: uganda | ugandan ugandans | kampala
UA: ukraine | ukrainian ukrainians | kyiv kiev
AE: united_arab_emirates uae emirates | emirati emiratis | abu_dhabi
UN: united_nations un | |
US: united_states us usa america united_states_of_america | american americans | washington
UY: uruguay | uruguayan | montevideo
SU: soviet_union ussr | soviet soviets |
UZ: uzbekistan | uzbek uzbeks | tashkent
VE: venezuela | venezuelan venezuelans | caracas
VN: vietnam viet_nam | vietnamese | hanoi
YE: yemen | yemeni yemenis | sanaa sana
YU: yugoslavia | yugoslav yugoslavs |
ZM: zambia | zambian zambians | lusaka
ZW: zimbabwe rhodesia | zimbabwean zimbabweans | harare
"""


def _read() -> tuple[dict[str, list[tuple[tuple[str, ...], str]]], frozenset[str], frozenset[str]]:
    words: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    adjectives: set[str] = set()
    capitals: set[str] = set()
    for line in _TABLE.strip().splitlines():
        code, _, rest = line.partition(": ")
        for column, into in zip(rest.split("|"), (None, adjectives, capitals), strict=True):
            for entry in column.split():
                said = tuple(part for word in entry.split("_") for part in word.replace("'s", " 's").split())
                words.setdefault(said[0], []).append((said, f"#{code}"))
                if into is not None:
                    into.add(" ".join(said))
    for entries in words.values():
        entries.sort(key=lambda entry: -len(entry[0]))  # the longest first: 'South Sudan' is not Sudan
    return words, frozenset(adjectives), frozenset(capitals)


COUNTRY_WORDS, ADJECTIVES, CAPITALS = _read()
"""First word of a name -> (all its words, the country's code); the adjectives and capitals among them."""
PEOPLES = frozenset(word for word in ADJECTIVES if word[-1] == "s" and word[:-1] in ADJECTIVES)
"""Those that are said of people: 'Americans'."""
