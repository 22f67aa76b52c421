"""Countries as other languages than English call them, for names in other scripts: 'Россия', 'روسيا' and 'Russland' are #RU.

The names are those of the Unicode Common Locale Data Repository (Unicode License v3) in 23 languages, with some short
forms that news uses; what names two countries in two languages is left out.
"""

from __future__ import annotations

from summarizer.judge.tokens import simplify

__all__ = ["FOREIGN_STATES"]

_TABLE = """
AE: الإمارات العربية المتحدة | Spojené arabské emiráty | Vereinigte Arabische Emirate | Ηνωμένα Αραβικά Εμιράτα | Emiratos Árabes Unidos | امارات متحدهٔ عربی | Émirats arabes unis | איחוד האמירויות הערביות | संयुक्त अरब अमीरात | Egyesült Arab Emírségek | Emirati Arabi Uniti | アラブ首長国連邦 | 아랍에미리트 | Verenigde Arabische Emiraten | Zjednoczone Emiraty Arabskie | Emirados Árabes Unidos | Emiratele Arabe Unite | ОАЭ | Förenade Arabemiraten | Birleşik Arap Emirlikleri | Обʼєднані Арабські Емірати | 阿拉伯联合酋长国 | 阿拉伯聯合大公國
AF: أفغانستان | Afghánistán | Afghanistan | Αφγανιστάν | Afganistán | افغانستان | אפגניסטן | अफ़गानिस्तान | Afganisztán | アフガニスタン | 아프가니스탄 | Afganistan | Afeganistão | Афганистан | Афганістан | 阿富汗
AL: ألبانيا | Albánie | Albanien | Αλβανία | Albania | آلبانی | Albanie | אלבניה | अल्बानिया | Albánia | アルバニア | 알바니아 | Albanië | Albânia | Албания | Arnavutluk | Албанія | 阿尔巴尼亚 | 阿爾巴尼亞
AM: أرمينيا | Arménie | Armenien | Αρμενία | Armenia | ارمنستان | ארמניה | आर्मेनिया | Örményország | アルメニア | 아르메니아 | Armenië | Armênia | Армения | Ermenistan | Вірменія | 亚美尼亚 | 亞美尼亞
AO: أنغولا | Angola | Αγκόλα | آنگولا | אנגולה | अंगोला | アンゴラ | 앙골라 | Ангола | 安哥拉
AR: الأرجنتين | Argentina | Argentinien | Αργεντινή | آرژانتین | Argentine | ארגנטינה | अर्जेंटीना | Argentína | アルゼンチン | 아르헨티나 | Argentinië | Argentyna | Аргентина | Arjantin | 阿根廷
AT: النمسا | Rakousko | Österreich | Αυστρία | Austria | اتریش | Autriche | אוסטריה | ऑस्ट्रिया | Ausztria | オーストリア | 오스트리아 | Oostenrijk | Áustria | Австрия | Österrike | Avusturya | Австрія | 奥地利 | 奧地利
AU: أستراليا | Austrálie | Australien | Αυστραλία | Australia | استرالیا | Australie | אוסטרליה | ऑस्ट्रेलिया | Ausztrália | オーストラリア | 오스트레일리아 | Australië | Austrália | Австралия | Avustralya | Австралія | 澳大利亚 | 澳洲
AZ: أذربيجان | Ázerbájdžán | Aserbaidschan | Αζερμπαϊτζάν | Azerbaiyán | جمهوری آذربایجان | Azerbaïdjan | אזרבייג׳ן | अज़रबैजान | Azerbajdzsán | Azerbaigian | アゼルバイジャン | 아제르바이잔 | Azerbeidzjan | Azerbejdżan | Azerbaijão | Azerbaidjan | Азербайджан | Azerbajdzjan | Azerbaycan | 阿塞拜疆 | 亞塞拜然
BA: البوسنة والهرسك | Bosna a Hercegovina | Bosnien und Herzegowina | Βοσνία - Ερζεγοβίνη | Bosnia y Herzegovina | بوسنی و هرزگوین | Bosnie-Herzégovine | בוסניה והרצגובינה | बोस्निया और हर्ज़ेगोविना | Bosznia-Hercegovina | Bosnia ed Erzegovina | ボスニア・ヘルツェゴビナ | 보스니아 헤르체고비나 | Bosnië en Herzegovina | Bośnia i Hercegowina | Bósnia e Herzegovina | Bosnia și Herțegovina | Босния и Герцеговина | Bosnien och Hercegovina | Bosna-Hersek | Боснія і Герцеговина | 波斯尼亚和黑塞哥维那 | 波士尼亞與赫塞哥維納
BD: بنغلاديش | Bangladéš | Bangladesch | Μπανγκλαντές | Bangladés | بنگلادش | Bangladesh | בנגלדש | बांग्लादेश | Banglades | バングラデシュ | 방글라데시 | Bangladesz | Бангладеш | Bangladeş | 孟加拉国 | 孟加拉
BE: بلجيكا | Belgie | Belgien | Βέλγιο | Bélgica | بلژیک | Belgique | בלגיה | बेल्जियम | Belgium | Belgio | ベルギー | 벨기에 | België | Belgia | Бельгия | Belçika | Бельгія | 比利时 | 比利時
BF: بوركينا فاسو | Burkina Faso | Μπουρκίνα Φάσο | بورکینافاسو | בורקינה פאסו | बुर्किना फ़ासो | ブルキナファソ | 부르키나파소 | Burquina Faso | Буркина-Фасо | Буркіна-Фасо | 布基纳法索 | 布吉納法索
BG: بلغاريا | Bulharsko | Bulgarien | Βουλγαρία | Bulgaria | بلغارستان | Bulgarie | בולגריה | बुल्गारिया | Bulgária | ブルガリア | 불가리아 | Bulgarije | Bułgaria | Болгария | Bulgaristan | Болгарія | 保加利亚 | 保加利亞
BH: البحرين | Bahrajn | Bahrain | Μπαχρέιν | Baréin | بحرین | Bahreïn | בחריין | बहरीन | Bahrein | バーレーン | 바레인 | Barein | Бахрейн | Bahreyn | 巴林
BI: بوروندي | Burundi | Μπουρούντι | بوروندی | בורונדי | बुरुंडी | ブルンジ | 부룬디 | Бурунди | Бурунді | 布隆迪 | 蒲隆地
BJ: بنين | Benin | Μπενίν | Benín | بنین | Bénin | בנין | बेनिन | ベナン | 베냉 | Бенин | Бенін | 贝宁 | 貝南
BN: بروناي | Brunej | Brunei Darussalam | Μπρουνέι | Brunéi | برونئی | Brunei | ברוניי | ब्रूनेई | ブルネイ | 브루나이 | Бруней | 文莱 | 汶萊
BO: بوليفيا | Bolívie | Bolivien | Βολιβία | Bolivia | بولیوی | Bolivie | בוליביה | बोलीविया | Bolívia | ボリビア | 볼리비아 | Boliwia | Боливия | Bolivya | Болівія | 玻利维亚 | 玻利維亞
BR: البرازيل | Brazílie | Brasilien | Βραζιλία | Brasil | برزیل | Brésil | ברזיל | ब्राज़ील | Brazília | Brasile | ブラジル | 브라질 | Brazilië | Brazylia | Brazilia | Бразилия | Brezilya | Бразилія | 巴西
BW: بوتسوانا | Botswana | Botsuana | Μποτσουάνα | בוטסואנה | बोत्स्वाना | ボツワナ | 보츠와나 | Ботсвана | Botsvana | 博茨瓦纳 | 波札那
BY: بيلاروس | Bělorusko | Belarus | Λευκορωσία | Bielorrusia | بلاروس | Biélorussie | בלארוס | बेलारूस | Belarusz | Bielorussia | ベラルーシ | 벨라루스 | Białoruś | Bielorrússia | Беларусь | Білорусь | 白俄罗斯 | 白俄羅斯
CA: كندا | Kanada | Καναδάς | Canadá | کانادا | Canada | קנדה | कनाडा | カナダ | 캐나다 | Канада | 加拿大
CD: الكونغو - كينشاسا | Kongo – Kinshasa | Kongo-Kinshasa | Κονγκό - Κινσάσα | República Democrática del Congo | کنگو - کینشاسا | Congo-Kinshasa | קונגו - קינשאסה | कांगो - किंशासा | Kongó – Kinshasa | Congo - Kinshasa | コンゴ民主共和国(キンシャサ) | 콩고-킨샤사 | Demokratyczna Republika Konga | Конго - Киншаса | Kongo - Kinşasa | Конго – Кіншаса | 刚果（金） | 剛果（金夏沙）
CF: جمهورية أفريقيا الوسطى | Středoafrická republika | Zentralafrikanische Republik | Κεντροαφρικανική Δημοκρατία | República Centroafricana | جمهوری افریقای مرکزی | République centrafricaine | הרפובליקה המרכז-אפריקאית | मध्य अफ़्रीकी गणराज्य | Közép-afrikai Köztársaság | Repubblica Centrafricana | 中央アフリカ共和国 | 중앙 아프리카 공화국 | Centraal-Afrikaanse Republiek | Republika Środkowoafrykańska | República Centro-Africana | Republica Centrafricană | Центрально-Африканская Республика | Centralafrikanska republiken | Orta Afrika Cumhuriyeti | Центральноафриканська Республіка | 中非共和国 | 中非共和國
CG: الكونغو - برازافيل | Kongo – Brazzaville | Kongo-Brazzaville | Κονγκό - Μπραζαβίλ | Congo | کنگو - برازویل | Congo-Brazzaville | קונגו - ברזאויל | कांगो – ब्राज़ाविल | Kongó – Brazzaville | コンゴ共和国(ブラザビル) | 콩고-브라자빌 | Kongo | República do Congo | Congo - Brazzaville | Конго - Браззавиль | Kongo - Brazavil | Конго – Браззавіль | 刚果（布） | 剛果（布拉薩）
CH: سويسرا | Švýcarsko | Schweiz | Ελβετία | Suiza | سوئیس | Suisse | שווייץ | स्विट्ज़रलैंड | Svájc | Svizzera | スイス | 스위스 | Zwitserland | Szwajcaria | Suíça | Elveția | Швейцария | İsviçre | Швейцарія | 瑞士
CI: ساحل العاج | Pobřeží slonoviny | Côte d’Ivoire | Ακτή Ελεφαντοστού | ساحل عاج | חוף השנהב | कोत दिवुआर | Elefántcsontpart | Costa d’Avorio | コートジボワール | 코트디부아르 | Ivoorkust | Costa do Marfim | Кот-д’Ивуар | Elfenbenskusten | Кот-дʼІвуар | 科特迪瓦 | 象牙海岸
CL: تشيلي | Chile | Χιλή | شیلی | Chili | צ׳ילה | चिली | Cile | チリ | 칠레 | Чили | Şili | Чилі | 智利
CM: الكاميرون | Kamerun | Καμερούν | Camerún | کامرون | Cameroun | קמרון | कैमरून | Camerun | カメルーン | 카메룬 | Kameroen | Camarões | Камерун | 喀麦隆 | 喀麥隆
CN: الصين | Čína | China | Κίνα | چین | Chine | סין | चीन | Kína | Cina | 中国 | 중국 | Chiny | Китай | Kina | Çin | 中國 | КНР
CO: كولومبيا | Kolumbie | Kolumbien | Κολομβία | Colombia | کلمبیا | Colombie | קולומביה | कोलंबिया | Kolumbia | コロンビア | 콜롬비아 | Colômbia | Columbia | Колумбия | Kolombiya | Колумбія | 哥伦比亚 | 哥倫比亞
CR: كوستاريكا | Kostarika | Costa Rica | Κόστα Ρίκα | کاستاریکا | קוסטה ריקה | कोस्टारिका | コスタリカ | 코스타리카 | Kostaryka | Коста-Рика | Kosta Rika | 哥斯达黎加 | 哥斯大黎加
CU: كوبا | Kuba | Κούβα | Cuba | کوبا | קובה | क्यूबा | キューバ | 쿠바 | Куба | Küba | 古巴
CY: قبرص | Kypr | Zypern | Κύπρος | Chipre | قبرس | Chypre | קפריסין | साइप्रस | Ciprus | Cipro | キプロス | 키프로스 | Cyprus | Cypr | Cipru | Кипр | Cypern | Kıbrıs | Кіпр | 塞浦路斯 | 賽普勒斯
CZ: التشيك | Česko | Tschechien | Τσεχία | Chequia | چک | Tchéquie | צ׳כיה | चेकिया | Csehország | Cechia | チェコ | 체코 | Tsjechië | Czechy | Tchéquia | Cehia | Чехия | Tjeckien | Çekya | Чехія | 捷克
DE: ألمانيا | Německo | Deutschland | Γερμανία | Alemania | آلمان | Allemagne | גרמניה | जर्मनी | Németország | Germania | ドイツ | 독일 | Duitsland | Niemcy | Alemanha | Германия | Tyskland | Almanya | Німеччина | 德国 | 德國
DJ: جيبوتي | Džibutsko | Dschibuti | Τζιμπουτί | Yibuti | جیبوتی | Djibouti | ג׳יבוטי | जिबूती | Dzsibuti | Gibuti | ジブチ | 지부티 | Dżibuti | Djibuti | Джибути | Cibuti | Джибуті | 吉布提 | 吉布地
DK: الدانمرك | Dánsko | Dänemark | Δανία | Dinamarca | دانمارک | Danemark | דנמרק | डेनमार्क | Dánia | Danimarca | デンマーク | 덴마크 | Denemarken | Dania | Danemarca | Дания | Danmark | Danimarka | Данія | 丹麦 | 丹麥
DO: جمهورية الدومينيكان | Dominikánská republika | Dominikanische Republik | Δομινικανή Δημοκρατία | República Dominicana | جمهوری دومینیکن | République dominicaine | הרפובליקה הדומיניקנית | डोमिनिकन गणराज्य | Dominikai Köztársaság | Repubblica Dominicana | ドミニカ共和国 | 도미니카 공화국 | Dominicaanse Republiek | Dominikana | Republica Dominicană | Доминиканская Республика | Dominikanska republiken | Dominik Cumhuriyeti | Домініканська Республіка | 多米尼加共和国 | 多明尼加共和國
DZ: الجزائر | Alžírsko | Algerien | Αλγερία | Argelia | الجزایر | Algérie | אלג׳יריה | अल्जीरिया | Algéria | Algeria | アルジェリア | 알제리 | Algerije | Algieria | Argélia | Алжир | Algeriet | Cezayir | 阿尔及利亚 | 阿爾及利亞
EC: الإكوادور | Ekvádor | Ecuador | Ισημερινός | اکوادور | Équateur | אקוודור | इक्वाडोर | エクアドル | 에콰도르 | Ekwador | Equador | Эквадор | Ekvador | Еквадор | 厄瓜多尔 | 厄瓜多
EE: إستونيا | Estonsko | Estland | Εσθονία | Estonia | استونی | Estonie | אסטוניה | एस्टोनिया | Észtország | エストニア | 에스토니아 | Estônia | Эстония | Estonya | Естонія | 爱沙尼亚 | 愛沙尼亞
EG: مصر | Egypt | Ägypten | Αίγυπτος | Egipto | Égypte | מצרים | मिस्र | Egyiptom | Egitto | エジプト | 이집트 | Egypte | Egipt | Egito | Египет | Egypten | Mısır | Єгипет | 埃及
ER: إريتريا | Eritrea | Ερυθραία | اریتره | Érythrée | אריתריאה | इरिट्रिया | エリトリア | 에리트리아 | Erytrea | Eritreia | Eritreea | Эритрея | Eritre | Еритрея | 厄立特里亚 | 厄利垂亞
ES: إسبانيا | Španělsko | Spanien | Ισπανία | España | اسپانیا | Espagne | ספרד | स्पेन | Spanyolország | Spagna | スペイン | 스페인 | Spanje | Hiszpania | Espanha | Spania | Испания | İspanya | Іспанія | 西班牙
ET: إثيوبيا | Etiopie | Äthiopien | Αιθιοπία | Etiopía | اتیوپی | Éthiopie | אתיופיה | इथियोपिया | Etiópia | Etiopia | エチオピア | 에티오피아 | Ethiopië | Эфиопия | Etiopien | Etiyopya | Ефіопія | 埃塞俄比亚 | 衣索比亞
EU: الاتحاد الأوروبي | Evropská unie | Europäische Union | Ευρωπαϊκή Ένωση | Unión Europea | اتحادیهٔ اروپا | Union européenne | האיחוד האירופי | यूरोपीय संघ | Európai Unió | Unione europea | 欧州連合 | 유럽 연합 | Europese Unie | Unia Europejska | União Europeia | Uniunea Europeană | Европейский союз | Europeiska unionen | Avrupa Birliği | Європейський Союз | 欧盟 | 歐盟
FI: فنلندا | Finsko | Finnland | Φινλανδία | Finlandia | فنلاند | Finlande | פינלנד | फ़िनलैंड | Finnország | フィンランド | 핀란드 | Finland | Finlândia | Finlanda | Финляндия | Finlandiya | Фінляндія | 芬兰 | 芬蘭
FR: فرنسا | Francie | Frankreich | Γαλλία | Francia | فرانسه | France | צרפת | फ़्रांस | Franciaország | フランス | 프랑스 | Frankrijk | Francja | França | Franța | Франция | Frankrike | Fransa | Франція | 法国 | 法國
GA: الغابون | Gabon | Gabun | Γκαμπόν | Gabón | گابن | גבון | गैबॉन | ガボン | 가봉 | Gabão | Габон | 加蓬 | 加彭
GB: المملكة المتحدة | Spojené království | Vereinigtes Königreich | Ηνωμένο Βασίλειο | Reino Unido | بریتانیا | Royaume-Uni | בריטניה | यूनाइटेड किंगडम | Egyesült Királyság | Regno Unito | イギリス | 영국 | Verenigd Koninkrijk | Wielka Brytania | Regatul Unit | Великобритания | Storbritannien | Birleşik Krallık | Велика Британія | 英国 | 英國 | Großbritannien
GE: جورجيا | Gruzie | Georgien | Γεωργία | Georgia | گرجستان | Géorgie | גאורגיה | जॉर्जिया | Grúzia | ジョージア | 조지아 | Georgië | Gruzja | Geórgia | Грузия | Gürcistan | Грузія | 格鲁吉亚 | 喬治亞
GH: غانا | Ghana | Γκάνα | غنا | גאנה | घाना | Ghána | ガーナ | 가나 | Gana | Гана | 加纳 | 迦納
GM: غامبيا | Gambie | Gambia | Γκάμπια | گامبیا | גמביה | गाम्बिया | ガンビア | 감비아 | Gâmbia | Гамбия | Gambiya | Гамбія | 冈比亚 | 甘比亞
GN: غينيا | Guinea | Γουινέα | گینه | Guinée | גינאה | गिनी | ギニア | 기니 | Guinee | Gwinea | Guiné | Guineea | Гвинея | Gine | Гвінея | 几内亚 | 幾內亞
GR: اليونان | Řecko | Griechenland | Ελλάδα | Grecia | یونان | Grèce | יוון | यूनान | Görögország | ギリシャ | 그리스 | Griekenland | Grecja | Grécia | Греция | Grekland | Yunanistan | Греція | 希腊 | 希臘
GT: غواتيمالا | Guatemala | Γουατεμάλα | گواتمالا | גואטמלה | ग्वाटेमाला | グアテマラ | 과테말라 | Gwatemala | Гватемала | 危地马拉 | 瓜地馬拉
GY: غيانا | Guyana | Γουιάνα | گویان | גיאנה | गुयाना | ガイアナ | 가이아나 | Gujana | Guiana | Гайана | Гаяна | 圭亚那 | 蓋亞那
HK: هونغ كونغ الصينية (منطقة إدارية خاصة) | Hongkong – ZAO Číny | Sonderverwaltungsregion Hongkong | Χονγκ Κονγκ ΕΔΠ Κίνας | RAE de Hong Kong (China) | هنگ‌کنگ، منطقهٔ ویژهٔ اداری چین | R.A.S. chinoise de Hong Kong | הונג קונג (אזור מנהלי מיוחד של סין) | हाँग काँग (चीन विशेष प्रशासनिक क्षेत्र) | Hongkong KKT | RAS di Hong Kong | 中華人民共和国香港特別行政区 | 홍콩(중국 특별행정구) | Hongkong SAR van China | SRA Hongkong (Chiny) | Hong Kong, RAE da China | R.A.S. Hong Kong, China | Гонконг (САР) | Hongkong SAR | Çin Hong Kong ÖİB | Гонконг, ОАР Китаю | 中国香港特别行政区 | 中國香港特別行政區
HN: هندوراس | Honduras | Ονδούρα | הונדורס | होंडूरास | ホンジュラス | 온두라스 | Гондурас | 洪都拉斯 | 宏都拉斯
HR: كرواتيا | Chorvatsko | Kroatien | Κροατία | Croacia | کرواسی | Croatie | קרואטיה | क्रोएशिया | Horvátország | Croazia | クロアチア | 크로아티아 | Kroatië | Chorwacja | Croácia | Croația | Хорватия | Hırvatistan | Хорватія | 克罗地亚 | 克羅埃西亞
HT: هايتي | Haiti | Αϊτή | Haití | هائیتی | Haïti | האיטי | हैती | ハイチ | 아이티 | Гаити | Гаїті | 海地
HU: هنغاريا | Maďarsko | Ungarn | Ουγγαρία | Hungría | مجارستان | Hongrie | הונגריה | हंगरी | Magyarország | Ungheria | ハンガリー | 헝가리 | Hongarije | Węgry | Hungria | Ungaria | Венгрия | Ungern | Macaristan | Угорщина | 匈牙利
ID: إندونيسيا | Indonésie | Indonesien | Ινδονησία | Indonesia | اندونزی | אינדונזיה | इंडोनेशिया | Indonézia | インドネシア | 인도네시아 | Indonesië | Indonezja | Indonésia | Indonezia | Индонезия | Endonezya | Індонезія | 印度尼西亚 | 印尼
IE: أيرلندا | Irsko | Irland | Ιρλανδία | Irlanda | ایرلند | Irlande | אירלנד | आयरलैंड | Írország | アイルランド | 아일랜드 | Ierland | Irlandia | Ирландия | İrlanda | Ірландія | 爱尔兰 | 愛爾蘭
IL: إسرائيل | Izrael | Israel | Ισραήλ | اسرائیل | Israël | ישראל | इज़राइल | Israele | イスラエル | 이스라엘 | Израиль | İsrail | Ізраїль | 以色列
IN: الهند | Indie | Indien | Ινδία | India | هند | Inde | הודו | भारत | インド | 인도 | Índia | Индия | Hindistan | Індія | 印度
IQ: العراق | Irák | Irak | Ιράκ | عراق | עיראק | इराक | Iraq | イラク | 이라크 | Iraque | Ирак | Ірак | 伊拉克
IR: إيران | Írán | Iran | Ιράν | Irán | ایران | איראן | ईरान | イラン | 이란 | Irã | Иран | İran | Іран | 伊朗
IS: آيسلندا | Island | Ισλανδία | Islandia | ایسلند | Islande | איסלנד | आइसलैंड | Izland | Islanda | アイスランド | 아이슬란드 | IJsland | Islândia | Исландия | İzlanda | Ісландія | 冰岛 | 冰島
IT: إيطاليا | Itálie | Italien | Ιταλία | Italia | ایتالیا | Italie | איטליה | इटली | Olaszország | イタリア | 이탈리아 | Italië | Włochy | Itália | Италия | İtalya | Італія | 意大利 | 義大利
JM: جامايكا | Jamajka | Jamaika | Τζαμάικα | Jamaica | جامائیکا | Jamaïque | ג׳מייקה | जमैका | Giamaica | ジャマイカ | 자메이카 | Ямайка | 牙买加 | 牙買加
JO: الأردن | Jordánsko | Jordanien | Ιορδανία | Jordania | اردن | Jordanie | ירדן | जॉर्डन | Jordánia | Giordania | ヨルダン | 요르단 | Jordanië | Jordânia | Iordania | Иордания | Ürdün | Йорданія | 约旦 | 約旦
JP: اليابان | Japonsko | Japan | Ιαπωνία | Japón | ژاپن | Japon | יפן | जापान | Japán | Giappone | 日本 | 일본 | Japonia | Japão | Япония | Japonya | Японія
KE: كينيا | Keňa | Kenia | Κένυα | کنیا | Kenya | קניה | केन्या | ケニア | 케냐 | Quênia | Кения | Кенія | 肯尼亚 | 肯亞
KG: قيرغيزستان | Kyrgyzstán | Kirgisistan | Κιργιστάν | Kirguistán | قرقیزستان | Kirghizstan | קירגיזסטן | किर्गिज़स्तान | Kirgizisztán | Kirghizistan | キルギス | 키르기스스탄 | Kirgizië | Kirgistan | Quirguistão | Kârgâzstan | Киргизия | Kirgizistan | Kırgızistan | Киргизстан | 吉尔吉斯斯坦 | 吉爾吉斯
KH: كمبوديا | Kambodža | Kambodscha | Καμπότζη | Camboya | کامبوج | Cambodge | קמבודיה | कंबोडिया | Kambodzsa | Cambogia | カンボジア | 캄보디아 | Cambodja | Kambodża | Camboja | Cambodgia | Камбоджа | Kambodja | Kamboçya | 柬埔寨
KP: 北朝鲜 | 北韓 | 北韩 | كوريا الشمالية | Severní Korea | Nordkorea | Βόρεια Κορέα | Corea del Norte | کرهٔ شمالی | Corée du Nord | קוריאה הצפונית | उत्तर कोरिया | Észak-Korea | Corea del Nord | 北朝鮮 | 북한 | Noord-Korea | Korea Północna | Coreia do Norte | Coreea de Nord | КНДР | Kuzey Kore | Північна Корея | 朝鲜 | 北韓 | 조선 | 조선민주주의인민공화국 | 朝鲜民主主义人民共和国 | RPDC | 朝鮮 | Северная Корея | कोरिया
KR: كوريا الجنوبية | Jižní Korea | Südkorea | Νότια Κορέα | Corea del Sur | کرهٔ جنوبی | Corée du Sud | קוריאה הדרומית | दक्षिण कोरिया | Dél-Korea | Corea del Sud | 韓国 | 대한민국 | Zuid-Korea | Korea Południowa | Coreia do Sul | Coreea de Sud | Республика Корея | Sydkorea | Güney Kore | Південна Корея | 韩国 | 南韓 | 한국 | 남한 | 韓國 | Южная Корея
KW: الكويت | Kuvajt | Kuwait | Κουβέιτ | کویت | Koweït | כווית | कुवैत | Kuvait | クウェート | 쿠웨이트 | Koeweit | Kuwejt | Kuweit | Кувейт | Kuveyt | 科威特
KZ: كازاخستان | Kazachstán | Kasachstan | Καζακστάν | Kazajistán | قزاقستان | Kazakhstan | קזחסטן | कज़ाखस्तान | Kazahsztán | Kazakistan | カザフスタン | 카자흐스탄 | Kazachstan | Cazaquistão | Kazahstan | Казахстан | Kazakstan | 哈萨克斯坦 | 哈薩克
LA: لاوس | Laos | Λάος | لائوس | לאוס | लाओस | Laosz | ラオス | 라오스 | Лаос | 老挝 | 寮國
LB: لبنان | Libanon | Λίβανος | Líbano | Liban | לבנון | लेबनान | Libano | レバノン | 레바논 | Ливан | Lübnan | Ліван | 黎巴嫩
LK: سريلانكا | Srí Lanka | Sri Lanka | Σρι Λάνκα | سری‌لانکا | סרי לנקה | श्रीलंका | スリランカ | 스리랑카 | Шри-Ланка | Шрі-Ланка | 斯里兰卡 | 斯里蘭卡
LR: ليبيريا | Libérie | Liberia | Λιβερία | لیبریا | ליבריה | लाइबेरिया | Libéria | リベリア | 라이베리아 | Либерия | Liberya | Ліберія | 利比里亚 | 賴比瑞亞
LT: ليتوانيا | Litva | Litauen | Λιθουανία | Lituania | لیتوانی | Lituanie | ליטא | लिथुआनिया | Litvánia | リトアニア | 리투아니아 | Litouwen | Litwa | Lituânia | Литва | Litvanya | 立陶宛
LU: لوكسمبورغ | Lucembursko | Luxemburg | Λουξεμβούργο | Luxemburgo | لوکزامبورگ | Luxembourg | לוקסמבורג | लग्ज़मबर्ग | Lussemburgo | ルクセンブルク | 룩셈부르크 | Luksemburg | Люксембург | Lüksemburg | 卢森堡 | 盧森堡
LV: لاتفيا | Lotyšsko | Lettland | Λετονία | Letonia | لتونی | Lettonie | לטביה | लातविया | Lettország | Lettonia | ラトビア | 라트비아 | Letland | Łotwa | Letônia | Латвия | Letonya | Латвія | 拉脱维亚 | 拉脫維亞
LY: ليبيا | Libye | Libyen | Λιβύη | Libia | لیبی | לוב | लीबिया | Líbia | リビア | 리비아 | Libië | Ливия | Libya | Лівія | 利比亚 | 利比亞
MA: المغرب | Maroko | Marokko | Μαρόκο | Marruecos | مراکش | Maroc | מרוקו | मोरक्को | Marokkó | Marocco | モロッコ | 모로코 | Marrocos | Марокко | Marocko | Fas | 摩洛哥
MD: مولدوفا | Moldavsko | Republik Moldau | Μολδαβία | Moldavia | مولداوی | Moldavie | מולדובה | मॉल्डोवा | Moldova | モルドバ | 몰도바 | Moldavië | Mołdawia | Moldávia | Republica Moldova | Молдова | Moldavien | 摩尔多瓦 | 摩爾多瓦
ME: الجبل الأسود | Černá Hora | Montenegro | Μαυροβούνιο | مونته‌نگرو | Monténégro | מונטנגרו | मोंटेनेग्रो | Montenegró | モンテネグロ | 몬테네그로 | Czarnogóra | Muntenegru | Черногория | Karadağ | Чорногорія | 黑山 | 蒙特內哥羅
MG: مدغشقر | Madagaskar | Μαδαγασκάρη | Madagascar | ماداگاسکار | מדגסקר | मेडागास्कर | Madagaszkár | マダガスカル | 마다가스카르 | Мадагаскар | 马达加斯加 | 馬達加斯加
MK: مقدونيا الشمالية | Severní Makedonie | Nordmazedonien | Βόρεια Μακεδονία | Macedonia del Norte | مقدونیهٔ شمالی | Macédoine du Nord | מקדוניה הצפונית | उत्तरी मकदूनिया | Észak-Macedónia | Macedonia del Nord | 北マケドニア | 북마케도니아 | Noord-Macedonië | Macedonia Północna | Macedônia do Norte | Macedonia de Nord | Северная Македония | Nordmakedonien | Kuzey Makedonya | Північна Македонія | 北马其顿 | 北馬其頓
ML: مالي | Mali | Μάλι | مالی | מאלי | माली | マリ | 말리 | Мали | Малі | 马里 | 馬利
MM: ميانمار (بورما) | Myanmar (Barma) | Myanmar | Μιανμάρ (Βιρμανία) | Myanmar (Birmania) | میانمار (برمه) | Myanmar (Birmanie) | מיאנמר (בורמה) | म्यांमार (बर्मा) | Mianmar | ミャンマー (ビルマ) | 미얀마 | Myanmar (Birma) | Mjanma (Birma) | Mianmar (Birmânia) | Мьянма (Бирма) | Myanmar (Burma) | Мʼянма (Бірма) | 缅甸 | 緬甸
MN: منغوليا | Mongolsko | Mongolei | Μογγολία | Mongolia | مغولستان | Mongolie | מונגוליה | मंगोलिया | Mongólia | モンゴル | 몽골 | Mongolië | Монголия | Mongoliet | Moğolistan | Монголія | 蒙古
MR: موريتانيا | Mauritánie | Mauretanien | Μαυριτανία | Mauritania | موریتانی | Mauritanie | מאוריטניה | मॉरिटानिया | Mauritánia | モーリタニア | 모리타니 | Mauritanië | Mauretania | Mauritânia | Мавритания | Moritanya | Мавританія | 毛里塔尼亚 | 茅利塔尼亞
MT: مالطا | Malta | Μάλτα | مالت | Malte | מלטה | माल्टा | Málta | マルタ | 몰타 | Мальта | 马耳他 | 馬爾他
MV: جزر المالديف | Maledivy | Malediven | Μαλδίβες | Maldivas | مالدیو | Maldives | האיים המלדיביים | मालदीव | Maldív-szigetek | Maldive | モルディブ | 몰디브 | Maldiven | Malediwy | Мальдивы | Maldiverna | Maldivler | Мальдіви | 马尔代夫 | 馬爾地夫
MW: ملاوي | Malawi | Μαλάουι | Malaui | مالاوی | מלאווי | मलावी | マラウイ | 말라위 | Малави | Malavi | Малаві | 马拉维 | 馬拉威
MX: المكسيك | Mexiko | Μεξικό | México | مکزیک | Mexique | מקסיקו | मैक्सिको | Mexikó | Messico | メキシコ | 멕시코 | Mexico | Meksyk | Mexic | Мексика | Meksika | 墨西哥
MY: ماليزيا | Malajsie | Malaysia | Μαλαισία | Malasia | مالزی | Malaisie | מלזיה | मलेशिया | Malajzia | マレーシア | 말레이시아 | Maleisië | Malezja | Malásia | Малайзия | Malezya | Малайзія | 马来西亚 | 馬來西亞
MZ: موزمبيق | Mosambik | Μοζαμβίκη | Mozambique | موزامبیک | מוזמביק | मोज़ांबिक | Mozambik | Mozambico | モザンビーク | 모잠비크 | Moçambique | Mozambic | Мозамбик | Мозамбік | 莫桑比克 | 莫三比克
NA: ناميبيا | Namibie | Namibia | Ναμίμπια | نامیبیا | נמיביה | नामीबिया | Namíbia | ナミビア | 나미비아 | Namibië | Намибия | Namibya | Намібія | 纳米比亚 | 納米比亞
NE: النيجر | Niger | Νίγηρας | Níger | نیجر | ניז׳ר | नाइजर | ニジェール | 니제르 | Нигер | Nijer | Нігер | 尼日尔 | 尼日
NG: نيجيريا | Nigérie | Nigeria | Νιγηρία | نیجریه | ניגריה | नाइजीरिया | Nigéria | ナイジェリア | 나이지리아 | Нигерия | Nijerya | Нігерія | 尼日利亚 | 奈及利亞
NI: نيكاراغوا | Nikaragua | Nicaragua | Νικαράγουα | نیکاراگوئه | ניקרגואה | निकारागुआ | ニカラグア | 니카라과 | Nicarágua | Никарагуа | Нікарагуа | 尼加拉瓜
NL: هولندا | Nizozemsko | Niederlande | Κάτω Χώρες | Países Bajos | هلند | Pays-Bas | הולנד | नीदरलैंड | Hollandia | Paesi Bassi | オランダ | 네덜란드 | Nederland | Holandia | Países Baixos | Țările de Jos | Нидерланды | Nederländerna | Hollanda | Нідерланди | 荷兰 | 荷蘭
NO: النرويج | Norsko | Norwegen | Νορβηγία | Noruega | نروژ | Norvège | נורווגיה | नॉर्वे | Norvégia | Norvegia | ノルウェー | 노르웨이 | Noorwegen | Norwegia | Норвегия | Norge | Norveç | Норвегія | 挪威
NP: نيبال | Nepál | Nepal | Νεπάλ | نپال | Népal | נפאל | नेपाल | ネパール | 네팔 | Непал | 尼泊尔 | 尼泊爾
NZ: نيوزيلندا | Nový Zéland | Neuseeland | Νέα Ζηλανδία | Nueva Zelanda | نیوزیلند | Nouvelle-Zélande | ניו זילנד | न्यूज़ीलैंड | Új-Zéland | Nuova Zelanda | ニュージーランド | 뉴질랜드 | Nieuw-Zeeland | Nowa Zelandia | Nova Zelândia | Noua Zeelandă | Новая Зеландия | Nya Zeeland | Yeni Zelanda | Нова Зеландія | 新西兰 | 紐西蘭
OM: عُمان | Omán | Oman | Ομάν | عمان | עומאן | ओमान | オマーン | 오만 | Omã | Оман | Umman | 阿曼
PA: بنما | Panama | Παναμάς | Panamá | پاناما | פנמה | पनामा | パナマ | 파나마 | Панама | 巴拿马 | 巴拿馬
PE: بيرو | Peru | Περού | Perú | پرو | Pérou | פרו | पेरू | Perù | ペルー | 페루 | Перу | 秘鲁 | 秘魯
PH: الفلبين | Filipíny | Philippinen | Φιλιππίνες | Filipinas | فیلیپین | Philippines | הפיליפינים | फ़िलिपींस | Fülöp-szigetek | Filippine | フィリピン | 필리핀 | Filipijnen | Filipiny | Filipine | Филиппины | Filippinerna | Filipinler | Філіппіни | 菲律宾 | 菲律賓
PK: باكستان | Pákistán | Pakistan | Πακιστάν | Pakistán | پاکستان | פקיסטן | पाकिस्तान | Pakisztán | パキスタン | 파키스탄 | Paquistão | Пакистан | 巴基斯坦
PL: بولندا | Polsko | Polen | Πολωνία | Polonia | لهستان | Pologne | פולין | पोलैंड | Lengyelország | ポーランド | 폴란드 | Polska | Polônia | Польша | Polonya | Польща | 波兰 | 波蘭
PS: الأراضي الفلسطينية | Palestinská území | Palästinensische Autonomiegebiete | Παλαιστινιακά Εδάφη | Territorios Palestinos | سرزمین‌های فلسطینی | Territoires palestiniens | השטחים הפלסטיניים | फ़िलिस्तीनी क्षेत्र | Palesztin Autonómia | Territori Palestinesi | パレスチナ自治区 | 팔레스타인 지구 | Palestijnse gebieden | Terytoria Palestyńskie | Territórios palestinos | Teritoriile Palestiniene | Палестинские территории | Palestinska territorierna | Filistin Bölgeleri | Палестинські території | 巴勒斯坦领土 | 巴勒斯坦自治區
PT: البرتغال | Portugalsko | Portugal | Πορτογαλία | پرتغال | פורטוגל | पुर्तगाल | Portugália | Portogallo | ポルトガル | 포르투갈 | Portugalia | Португалия | Portekiz | Португалія | 葡萄牙
PY: باراغواي | Paraguay | Παραγουάη | پاراگوئه | פרגוואי | पराग्वे | パラグアイ | 파라과이 | Paragwaj | Paraguai | Парагвай | 巴拉圭
QA: قطر | Katar | Κατάρ | Catar | Qatar | קטאר | क़तर | カタール | 카타르 | Катар | 卡塔尔 | 卡達
RO: رومانيا | Rumunsko | Rumänien | Ρουμανία | Rumanía | رومانی | Roumanie | רומניה | रोमानिया | Románia | Romania | ルーマニア | 루마니아 | Roemenië | Rumunia | Romênia | România | Румыния | Romanya | Румунія | 罗马尼亚 | 羅馬尼亞
RS: صربيا | Srbsko | Serbien | Σερβία | Serbia | صربستان | Serbie | סרביה | सर्बिया | Szerbia | セルビア | 세르비아 | Servië | Sérvia | Сербия | Sırbistan | Сербія | 塞尔维亚 | 塞爾維亞
RU: روسيا | Rusko | Russland | Ρωσία | Rusia | روسیه | Russie | רוסיה | रूस | Oroszország | Russia | ロシア | 러시아 | Rusland | Rosja | Rússia | Россия | Ryssland | Rusya | Росія | 俄罗斯 | 俄羅斯 | РФ | Российская Федерация
RW: رواندا | Rwanda | Ruanda | Ρουάντα | רואנדה | रवांडा | ルワンダ | 르완다 | Руанда | 卢旺达 | 盧安達
SA: المملكة العربية السعودية | Saúdská Arábie | Saudi-Arabien | Σαουδική Αραβία | Arabia Saudí | عربستان سعودی | Arabie saoudite | ערב הסעודית | सऊदी अरब | Szaúd-Arábia | Arabia Saudita | サウジアラビア | 사우디아라비아 | Saoedi-Arabië | Arabia Saudyjska | Arábia Saudita | Arabia Saudită | Саудовская Аравия | Saudiarabien | Suudi Arabistan | Саудівська Аравія | 沙特阿拉伯 | 沙烏地阿拉伯
SD: السودان | Súdán | Sudan | Σουδάν | Sudán | سودان | Soudan | סודן | सूडान | Szudán | スーダン | 수단 | Soedan | Sudão | Судан | 苏丹 | 蘇丹
SE: السويد | Švédsko | Schweden | Σουηδία | Suecia | سوئد | Suède | שוודיה | स्वीडन | Svédország | Svezia | スウェーデン | 스웨덴 | Zweden | Szwecja | Suécia | Suedia | Швеция | Sverige | İsveç | Швеція | 瑞典
SG: سنغافورة | Singapur | Σιγκαπούρη | سنگاپور | Singapour | סינגפור | सिंगापुर | Szingapúr | Singapore | シンガポール | 싱가포르 | Singapura | Сингапур | Сінгапур | 新加坡
SI: سلوفينيا | Slovinsko | Slowenien | Σλοβενία | Eslovenia | اسلوونی | Slovénie | סלובניה | स्लोवेनिया | Szlovénia | Slovenia | スロベニア | 슬로베니아 | Slovenië | Słowenia | Eslovênia | Словения | Slovenien | Slovenya | Словенія | 斯洛文尼亚 | 斯洛維尼亞
SK: سلوفاكيا | Slovensko | Slowakei | Σλοβακία | Eslovaquia | اسلواکی | Slovaquie | סלובקיה | स्लोवाकिया | Szlovákia | Slovacchia | スロバキア | 슬로바키아 | Slowakije | Słowacja | Eslováquia | Slovacia | Словакия | Slovakien | Slovakya | Словаччина | 斯洛伐克
SL: سيراليون | Sierra Leone | Σιέρα Λεόνε | Sierra Leona | سیرالئون | סיירה לאון | सिएरा लियोन | シエラレオネ | 시에라리온 | Serra Leoa | Сьерра-Леоне | Сьєрра-Леоне | 塞拉利昂 | 獅子山
SN: السنغال | Senegal | Σενεγάλη | سنگال | Sénégal | סנגל | सेनेगल | Szenegál | セネガル | 세네갈 | Сенегал | 塞内加尔 | 塞內加爾
SO: الصومال | Somálsko | Somalia | Σομαλία | سومالی | Somalie | סומליה | सोमालिया | Szomália | ソマリア | 소말리아 | Somalië | Somália | Сомали | Somali | Сомалі | 索马里 | 索馬利亞
SR: سورينام | Surinam | Suriname | Σουρινάμ | سورینام | סורינאם | सूरीनाम | スリナム | 수리남 | Суринам | 苏里南 | 蘇利南
SS: جنوب السودان | Jižní Súdán | Südsudan | Νότιο Σουδάν | Sudán del Sur | سودان جنوبی | Soudan du Sud | דרום סודן | दक्षिण सूडान | Dél-Szudán | Sud Sudan | 南スーダン | 남수단 | Zuid-Soedan | Sudan Południowy | Sudão do Sul | Sudanul de Sud | Южный Судан | Sydsudan | Güney Sudan | Південний Судан | 南苏丹 | 南蘇丹
SV: السلفادور | Salvador | El Salvador | Ελ Σαλβαδόρ | السالوادور | אל סלבדור | अल सल्वाडोर | エルサルバドル | 엘살바도르 | Salwador | Сальвадор | 萨尔瓦多 | 薩爾瓦多
SY: سوريا | Sýrie | Syrien | Συρία | Siria | سوریه | Syrie | סוריה | सीरिया | Szíria | シリア | 시리아 | Syrië | Syria | Síria | Сирия | Suriye | Сирія | 叙利亚 | 敘利亞
TD: تشاد | Čad | Tschad | Τσαντ | Chad | چاد | Tchad | צ׳אד | चाड | Csád | Ciad | チャド | 차드 | Tsjaad | Czad | Chade | Чад | Çad | 乍得 | 查德
TG: توغو | Togo | Τόγκο | توگو | טוגו | टोगो | トーゴ | 토고 | Того | 多哥
TH: تايلاند | Thajsko | Thailand | Ταϊλάνδη | Tailandia | تایلند | Thaïlande | תאילנד | थाईलैंड | Thaiföld | Thailandia | タイ | 태국 | Tajlandia | Tailândia | Thailanda | Таиланд | Tayland | Таїланд | 泰国 | 泰國
TJ: طاجيكستان | Tádžikistán | Tadschikistan | Τατζικιστάν | Tayikistán | تاجیکستان | Tadjikistan | טג׳יקיסטן | ताजिकिस्तान | Tádzsikisztán | Tagikistan | タジキスタン | 타지키스탄 | Tadzjikistan | Tadżykistan | Tadjiquistão | Таджикистан | Tacikistan | 塔吉克斯坦 | 塔吉克
TM: تركمانستان | Turkmenistán | Turkmenistan | Τουρκμενιστάν | ترکمنستان | Turkménistan | טורקמניסטן | तुर्कमेनिस्तान | Türkmenisztán | トルクメニスタン | 투르크메니스탄 | Turcomenistão | Туркменистан | Türkmenistan | Туркменістан | 土库曼斯坦 | 土庫曼
TN: تونس | Tunisko | Tunesien | Τυνησία | Túnez | Tunisie | תוניסיה | ट्यूनीशिया | Tunézia | Tunisia | チュニジア | 튀니지 | Tunesië | Tunezja | Tunísia | Тунис | Tunisien | Tunus | Туніс | 突尼斯 | 突尼西亞
TR: تركيا | Turecko | Türkei | Τουρκία | Turquía | ترکیه | Turquie | טורקיה | तुर्किये | Törökország | Turchia | トルコ | 튀르키예 | Turkije | Turcja | Turquia | Turcia | Турция | Turkiet | Türkiye | Туреччина | 土耳其
TW: تايوان | Tchaj-wan | Taiwan | Ταϊβάν | Taiwán | تایوان | Taïwan | טייוואן | ताइवान | Tajvan | 台湾 | 대만 | Tajwan | Тайвань | Tayvan | 台灣
TZ: تنزانيا | Tanzanie | Tansania | Τανζανία | Tanzania | تانزانیا | טנזניה | तंज़ानिया | Tanzánia | タンザニア | 탄자니아 | Tanzânia | Танзания | Tanzanya | Танзанія | 坦桑尼亚 | 坦尚尼亞
UA: أوكرانيا | Ukrajina | Ukraine | Ουκρανία | Ucrania | اوکراین | אוקראינה | यूक्रेन | Ukrajna | Ucraina | ウクライナ | 우크라이나 | Oekraïne | Ukraina | Ucrânia | Украина | Ukrayna | Україна | 乌克兰 | 烏克蘭
UG: أوغندا | Uganda | Ουγκάντα | اوگاندا | Ouganda | אוגנדה | युगांडा | ウガンダ | 우간다 | Oeganda | Уганда | 乌干达 | 烏干達
UN: الأمم المتحدة | Organizace spojených národů | Vereinte Nationen | Ηνωμένα Έθνη | Naciones Unidas | سازمان ملل متحد | Nations Unies | האומות המאוחדות | संयुक्त राष्ट्र | Egyesült Nemzetek Szervezete | Nazioni Unite | 国際連合 | 국제연합 | Verenigde Naties | Organizacja Narodów Zjednoczonych | Nações Unidas | Națiunile Unite | Организация Объединенных Наций | Förenta Nationerna | Birleşmiş Milletler | Організація Об’єднаних Націй | 联合国 | 聯合國
US: الولايات المتحدة | Spojené státy | Vereinigte Staaten | Ηνωμένες Πολιτείες | Estados Unidos | ایالات متحده | États-Unis | ארצות הברית | संयुक्त राज्य | Egyesült Államok | Stati Uniti | アメリカ合衆国 | 미국 | Verenigde Staten | Stany Zjednoczone | Statele Unite ale Americii | Соединенные Штаты | USA | Amerika Birleşik Devletleri | Сполучені Штати | 美国 | 美國 | США | EEUU | EE. UU. | ABD | الولايات المتحدة الأمريكية | ארה"ב | ΗΠΑ | アメリカ
UY: أورغواي | Uruguay | Ουρουγουάη | اروگوئه | אורוגוואי | उरूग्वे | ウルグアイ | 우루과이 | Urugwaj | Uruguai | Уругвай | 乌拉圭 | 烏拉圭
UZ: أوزبكستان | Uzbekistán | Usbekistan | Ουζμπεκιστάν | ازبکستان | Ouzbékistan | אוזבקיסטן | उज़्बेकिस्तान | Üzbegisztán | Uzbekistan | ウズベキスタン | 우즈베키스탄 | Oezbekistan | Uzbequistão | Узбекистан | Özbekistan | 乌兹别克斯坦 | 烏茲別克
VE: فنزويلا | Venezuela | Βενεζουέλα | ونزوئلا | ונצואלה | वेनेज़ुएला | ベネズエラ | 베네수엘라 | Wenezuela | Венесуэла | Венесуела | 委内瑞拉 | 委內瑞拉
VN: فيتنام | Vietnam | Βιετνάμ | ویتنام | Viêt Nam | וייטנאם | वियतनाम | Vietnám | ベトナム | 베트남 | Wietnam | Vietnã | Вьетнам | Вʼєтнам | 越南
XK: كوسوفو | Kosovo | Κοσσυφοπέδιο | کوزوو | קוסובו | कोसोवो | Koszovó | コソボ | 코소보 | Kosowo | Косово | Kosova | 科索沃
YE: اليمن | Jemen | Υεμένη | Yemen | یمن | Yémen | תימן | यमन | イエメン | 예멘 | Iêmen | Йемен | Ємен | 也门 | 葉門
ZA: جنوب أفريقيا | Jihoafrická republika | Südafrika | Νότια Αφρική | Sudáfrica | افریقای جنوبی | Afrique du Sud | דרום אפריקה | दक्षिण अफ़्रीका | Dél-afrikai Köztársaság | Sudafrica | 南アフリカ | 남아프리카 | Zuid-Afrika | Republika Południowej Afryki | África do Sul | Africa de Sud | Южно-Африканская Республика | Sydafrika | Güney Afrika | Південно-Африканська Республіка | 南非
ZM: زامبيا | Zambie | Sambia | Ζάμπια | Zambia | زامبیا | זמביה | ज़ाम्बिया | ザンビア | 잠비아 | Zâmbia | Замбия | Zambiya | Замбія | 赞比亚 | 尚比亞
ZW: زيمبابوي | Zimbabwe | Simbabwe | Ζιμπάμπουε | Zimbabue | زیمبابوه | זימבבואה | ज़िम्बाब्वे | ジンバブエ | 짐바브웨 | Zimbábue | Зимбабве | Zimbabve | Зімбабве | 津巴布韦 | 辛巴威
"""


def _read() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        code, _, names = line.partition(": ")
        for name in names.split(" | "):
            found[simplify(name)] = f"#{code}"
    return found


FOREIGN_STATES = _read()
"""A country's name in another language, folded as the rules fold words -> its code as they write it (``#RU``)."""
