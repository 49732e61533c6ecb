namespace Ingestion.Core.Tests.Encodings;

/// <summary>A small table in each of many languages, as people keep them: names, places, and a remark in words.</summary>
internal static class EncodingCorpus
{
    /// <summary>The tables by their language, delimited by commas.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>
    {
        ["German"] = """
            Nummer,Name,Ort,Bemerkung
            1,Jürgen Müller,Köln,Die Lieferung kam pünktlich und vollständig an
            2,Käthe Größe,München,Möchte künftig früher benachrichtigt werden
            3,Björn Weiß,Düsseldorf,Rechnung über zwölf Stühle geprüft
            4,Sören Krüger,Lübeck,Straße und Hausnummer bitte ergänzen
            5,Änne Schäfer,Würzburg,Gespräch über höhere Stückzahlen geführt
            """,
        ["French"] = """
            numéro,prénom,ville,remarque
            1,Zoé,Besançon,La commande a été livrée très tôt à l'entrée
            2,François,Orléans,Préfère être appelé après le déjeuner
            3,Hélène,Sète,Elle a reçu deux pièces abîmées et réclame
            4,Benoît,Nîmes,Le règlement a été effectué à la réception
            5,Noël,Mâcon,Déjà client depuis plusieurs années
            """,
        ["Spanish"] = """
            número,nombre,ciudad,observación
            1,José Muñoz,Cádiz,El envío llegó con una caja dañada
            2,María Núñez,León,Pidió que le llamáramos por la mañana
            3,Íñigo Peña,Logroño,Pagó la factura del año pasado
            4,Begoña Ibáñez,Málaga,Quizás también compre más jamón
            5,Andrés Gómez,Córdoba,Ningún artículo estaba en el almacén
            """,
        ["WesternWithEuro"] = """
            Artikel,Preis,Lieferant,Anmerkung
            Stühle,120 €,Möbel Köln,Preis gültig bis März
            Töpfe,35 €,Küche & Co,Größe wählbar
            Cœur de bœuf,4 €,Marché de Sète,Légumes du matin
            Räder,99 €,Fahrräder Süd,für Züge ermäßigt
            Gläser,12 €,Gläserei Müller,schön verpackt
            """,
        ["Polish"] = """
            numer,imię i nazwisko,miejscowość,uwagi
            1,Łukasz Wójcik,Łódź,Przesyłka dotarła później niż się spodziewaliśmy
            2,Małgorzata Dąbrowska,Gdańsk,Prosi o wystawienie faktury na żonę
            3,Paweł Kowalczyk,Wrocław,Część zamówienia została już opłacona
            4,Jędrzej Zieliński,Białystok,Chciałby również kupić większą ilość
            5,Żaneta Śliwińska,Rzeszów,Należy sprawdzić też adres e-mail
            """,
        ["Czech"] = """
            číslo,jméno,město,poznámka
            1,Jiří Novák,Plzeň,Zásilka byla doručena příliš pozdě
            2,Žofie Dvořáková,Děčín,Žádá o vystavení nové účtenky
            3,Tomáš Křížek,Ústí nad Labem,Část objednávky ještě nepřišla
            4,Růžena Šťastná,Třebíč,Můžeme zavolat až v pondělí ráno
            5,Ondřej Němec,České Budějovice,Zboží bylo během převozu poškozeno
            """,
        ["Hungarian"] = """
            szám,név,város,megjegyzés
            1,Tóth Győző,Győr,A csomag időben megérkezett hozzánk
            2,Szőke Ágnes,Székesfehérvár,Kérjük küldjenek új számlát erről
            3,Kovács Ödön,Hódmezővásárhely,A fűtőtest sérülten került kiszállításra
            4,Nagy Zsófia,Kőszeg,Később szeretne újabb rendelést leadni
            5,Fülöp Jenő,Pécs,Az előleget már kifizették a hét végén
            """,
        ["Russian"] = """
            номер,имя,город,примечание
            1,Иван Петров,Москва,Заказ был доставлен вовремя и полностью
            2,Мария Соколова,Санкт-Петербург,Просит перезвонить после обеда
            3,Сергей Иванов,Екатеринбург,Счёт за прошлый месяц ещё не оплачен
            4,Ольга Кузнецова,Новосибирск,Хочет изменить адрес доставки
            5,Дмитрий Смирнов,Казань,Товар пришёл повреждённым
            """,
        ["Ukrainian"] = """
            номер,ім'я,місто,примітка
            1,Іван Шевченко,Київ,Замовлення прийшло вчасно і без пошкоджень
            2,Наталія Ковальчук,Львів,Просить зателефонувати їй після обіду
            3,Євген Їжакевич,Чернігів,Рахунок за минулий місяць ще не сплачено
            4,Оксана Бондаренко,Запоріжжя,Хоче змінити адресу доставки
            5,Андрій Гудзь,Вінниця,Їхній товар надійшов із запізненням
            """,
        ["Greek"] = """
            αριθμός,όνομα,πόλη,παρατήρηση
            1,Γιώργος Παπαδόπουλος,Αθήνα,Η παραγγελία παραδόθηκε εγκαίρως
            2,Μαρία Νικολάου,Θεσσαλονίκη,Ζητά να την καλέσουμε το απόγευμα
            3,Δημήτρης Ιωάννου,Πάτρα,Το τιμολόγιο δεν έχει πληρωθεί ακόμη
            4,Ελένη Γεωργίου,Ηράκλειο,Θέλει να αλλάξει τη διεύθυνση
            5,Κώστας Βασιλείου,Λάρισα,Τα προϊόντα έφτασαν χωρίς ζημιές
            """,
        ["Turkish"] = """
            numara,ad,şehir,açıklama
            1,Ayşe Yılmaz,İstanbul,Sipariş zamanında ve eksiksiz ulaştı
            2,Mehmet Öztürk,Eskişehir,Öğleden sonra aranmak istiyor
            3,Gülşah Doğan,Muğla,Geçen ayın faturası henüz ödenmedi
            4,İsmail Çelik,Şanlıurfa,Teslimat adresini değiştirmek istiyor
            5,Özgür Güneş,Ağrı,Ürünler kırık olarak geldiği için iade edildi
            """,
        ["Hebrew"] = """
            מספר,שם,עיר,הערה
            1,יוסי כהן,תל אביב,ההזמנה הגיעה בזמן ובשלמותה
            2,מרים לוי,ירושלים,מבקשת שנתקשר אליה אחר הצהריים
            3,דוד מזרחי,חיפה,החשבונית של החודש שעבר טרם שולמה
            4,שרה פרץ,באר שבע,רוצה לשנות את כתובת המשלוח
            5,משה ביטון,נתניה,המוצר הגיע פגום ולכן הוחזר
            """,
        ["Arabic"] = """
            رقم,الاسم,المدينة,ملاحظة
            1,محمد علي,القاهرة,وصل الطلب في الموعد المحدد وبحالة جيدة
            2,فاطمة حسن,الإسكندرية,تطلب الاتصال بها بعد الظهر
            3,أحمد إبراهيم,دمشق,لم يتم دفع فاتورة الشهر الماضي بعد
            4,ليلى محمود,بغداد,تريد تغيير عنوان التسليم
            5,يوسف خالد,الرياض,وصلت البضاعة متضررة وتم إرجاعها
            """,
        ["Lithuanian"] = """
            numeris,vardas,miestas,pastaba
            1,Jonas Žukauskas,Šiauliai,Užsakymas pristatytas laiku ir be pažeidimų
            2,Gražina Šimkutė,Klaipėda,Prašo paskambinti jai po pietų
            3,Česlovas Jankūnas,Panevėžys,Praėjusio mėnesio sąskaita dar neapmokėta
            4,Živilė Mickevičiūtė,Kėdainiai,Norėtų pakeisti pristatymo adresą
            5,Mindaugas Kazlauskas,Mažeikiai,Prekės atvežtos įlūžusios todėl grąžintos
            """,
        ["Latvian"] = """
            numurs,vārds,pilsēta,piezīme
            1,Jānis Bērziņš,Rīga,Pasūtījums piegādāts laikā un bez bojājumiem
            2,Līga Kalniņa,Daugavpils,Lūdz piezvanīt viņai pēc pusdienām
            3,Andris Ozoliņš,Liepāja,Iepriekšējā mēneša rēķins vēl nav apmaksāts
            4,Ilze Krūmiņa,Jūrmala,Vēlas mainīt piegādes adresi
            5,Mārtiņš Liepiņš,Cēsis,Preces saņemtas bojātas un tāpēc atgrieztas
            """,
        // Tone marks stand by themselves, as windows-1258 has them.
        ["Vietnamese"] = """
            số,họ tên,thành phố,ghi chú
            1,Nguyễn Văn Đức,Hà Nội,Đơn hàng đã được giao đúng hẹn
            2,Trần Thị Hương,Đà Nẵng,Yêu cầu gọi lại vào buổi chiều
            3,Lê Quốc Việt,Huế,Hóa đơn tháng trước chưa được thanh toán
            4,Phạm Thu Thủy,Cần Thơ,Muốn thay đổi địa chỉ nhận hàng
            5,Đỗ Minh Tuấn,Hải Phòng,Hàng hóa bị hư hỏng nên đã trả lại
            """,
        ["Chinese"] = """
            编号,姓名,城市,备注
            1,王小明,北京,订单已按时送达，包装完好
            2,李秀英,上海,希望下午再打电话联系
            3,张建国,广州,上个月的发票还没有付款
            4,刘芳,成都,需要更改收货地址
            5,陈志强,武汉,商品在运输过程中损坏，已经退回
            """,
        ["TraditionalChinese"] = """
            編號,姓名,城市,備註
            1,王小明,臺北,訂單已準時送達，包裝完好
            2,李秀英,高雄,希望下午再打電話聯絡
            3,張建國,臺中,上個月的發票還沒有付款
            4,劉芳,新竹,需要更改收貨地址
            5,陳志強,臺南,商品在運輸過程中損壞，已經退回
            """,
        ["Japanese"] = """
            番号,氏名,都市,備考
            1,山田太郎,東京,注文した商品は予定どおりに届きました
            2,佐藤花子,大阪,午後にもう一度電話をかけてください
            3,鈴木一郎,名古屋,先月の請求書はまだ支払われていません
            4,高橋美咲,札幌,お届け先の住所を変更したいそうです
            5,田中健,福岡,商品が壊れていたので返品しました
            """,
        ["Korean"] = """
            번호,이름,도시,비고
            1,김민수,서울,주문한 상품이 제시간에 도착했습니다
            2,이영희,부산,오후에 다시 전화해 달라고 합니다
            3,박철수,대구,지난달 청구서가 아직 지불되지 않았습니다
            4,최지은,인천,배송 주소를 변경하고 싶어 합니다
            5,정우성,광주,상품이 파손되어 반품했습니다
            """,
    };
}
