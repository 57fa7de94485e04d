//! What stands in which column of which file, and what a column that is read anywhere must look like
//! (`spec/masters.md` §§3–5). Values are checked by type, never by a list of what was seen so far: the next edition may
//! bring a new one.

use crate::kind::MasterKind;

/// What a value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// Anything without control characters.
    Text,
    /// Exactly so many digits.
    Digits(usize),
    /// Up to so many digits.
    Number(usize),
    /// Up to so many ASCII letters and digits.
    Word(usize),
    /// An amount: digits, then perhaps a point and digits.
    Decimal,
    /// `YYYYMMDD`, `99999999` (still valid), `00000000` or `0` (none).
    Day,
}

/// A column that is read somewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// 項番, from 1.
    pub number: usize,
    /// Name for people.
    pub ja: &'static str,
    /// What it must look like.
    pub check: Check,
    /// Never empty in a complete row.
    pub must: bool,
}

/// One layout.
pub(crate) struct Layout {
    /// Columns of the oldest layout that is read.
    pub oldest: usize,
    /// Columns of the newest layout.
    pub newest: usize,
    /// The columns a sparse row always fills.
    pub key: &'static [usize],
    /// 変更年月日, in the 電子点数表 新設年月日.
    pub changed: usize,
    /// 収載年月日, where a row without 変更年月日 has one.
    pub listed: Option<usize>,
    /// 廃止年月日.
    pub last: usize,
    /// Columns that say something of the edition, not of the thing: no change in what people read.
    pub edition: &'static [usize],
    /// The columns that are read.
    pub columns: &'static [Column],
}

const fn may(number: usize, ja: &'static str, check: Check) -> Column {
    Column { number, ja, check, must: false }
}

const fn must(number: usize, ja: &'static str, check: Check) -> Column {
    Column { number, ja, check, must: true }
}

use Check::{Day, Decimal, Digits, Number, Text, Word};

/// The layout of a kind.
pub(crate) fn layout(kind: MasterKind) -> &'static Layout {
    match kind {
        MasterKind::Act | MasterKind::RosaiAct => &ACT,
        MasterKind::Drug => &DRUG,
        MasterKind::Material | MasterKind::RosaiMaterial => &MATERIAL,
        MasterKind::Comment | MasterKind::RosaiComment => &COMMENT,
        MasterKind::CommentRelation => &COMMENT_RELATION,
        MasterKind::Disease => &DISEASE,
        MasterKind::Modifier => &MODIFIER,
        MasterKind::Auxiliary => &AUXILIARY,
        MasterKind::Inclusion => &INCLUSION,
        MasterKind::ExclusionDay
        | MasterKind::ExclusionMonth
        | MasterKind::ExclusionSimultaneous
        | MasterKind::ExclusionWeek => &EXCLUSION,
        MasterKind::InpatientBasic => &INPATIENT_BASIC,
        MasterKind::CountLimit => &COUNT_LIMIT,
    }
}

/// What people call a column.
pub(crate) fn column_ja(kind: MasterKind, number: usize) -> String {
    match layout(kind).columns.iter().find(|c| c.number == number) {
        Some(column) => column.ja.to_owned(),
        None => format!("項番{number}"),
    }
}

/// §3 S 医科診療行為, §5 R 労災診療行為. 122 columns until R1, 150 since.
static ACT: Layout = Layout {
    oldest: 122,
    newest: 150,
    key: &[1, 2, 3],
    changed: 87,
    listed: None,
    last: 88,
    edition: &[1, 57, 58, 59, 60, 87, 88, 89],
    columns: &[
        must(3, "診療行為コード", Digits(9)),
        may(4, "省略漢字有効桁数", Number(3)),
        must(5, "省略漢字名称", Text),
        may(6, "省略カナ有効桁数", Number(3)),
        may(7, "省略カナ名称", Text),
        may(8, "データ規格コード", Number(3)),
        may(9, "単位名称有効桁数", Number(2)),
        may(10, "単位名称", Text),
        must(11, "点数識別", Number(1)),
        must(12, "点数", Decimal),
        must(13, "入外適用区分", Number(1)),
        may(14, "後期高齢者医療適用区分", Number(1)),
        must(15, "点数欄集計先識別（入院外）", Word(3)),
        may(16, "包括対象検査", Number(2)),
        may(18, "ＤＰＣ適用区分", Number(1)),
        may(19, "病院・診療所区分", Number(1)),
        may(20, "画像等手術支援加算", Number(2)),
        may(21, "医療観察法対象区分", Number(1)),
        may(22, "看護加算", Number(2)),
        may(23, "麻酔識別区分", Number(2)),
        may(25, "傷病名関連区分", Number(2)),
        may(27, "実日数", Number(1)),
        may(28, "日数・回数", Number(1)),
        may(29, "医薬品関連区分", Number(1)),
        may(30, "きざみ値計算識別", Number(1)),
        may(31, "きざみ下限値", Number(8)),
        may(32, "きざみ上限値", Number(8)),
        may(33, "きざみ値", Number(8)),
        may(34, "きざみ点数", Decimal),
        may(35, "きざみ上下限エラー処理", Number(1)),
        may(36, "上限回数", Number(3)),
        may(37, "上限回数エラー処理", Number(1)),
        may(38, "注加算コード", Word(4)),
        may(39, "注加算通番", Word(1)),
        may(40, "通則年齢", Number(1)),
        may(41, "下限年齢", Word(2)),
        may(42, "上限年齢", Word(2)),
        may(43, "時間加算区分", Number(1)),
        may(44, "適合区分", Number(1)),
        may(45, "対象施設基準", Number(4)),
        may(46, "処置乳幼児加算区分", Number(1)),
        may(47, "極低出生体重児加算区分", Number(1)),
        may(48, "入院基本料等減算対象識別", Number(1)),
        may(49, "ドナー分集計区分", Number(1)),
        may(50, "検査等実施判断区分", Number(1)),
        may(51, "検査等実施判断グループ", Number(2)),
        may(52, "逓減対象区分", Number(1)),
        may(53, "脊髄誘発電位測定等加算", Number(1)),
        may(54, "頸部郭清術併施加算", Number(1)),
        may(55, "自動縫合器加算", Number(1)),
        may(56, "外来管理加算区分", Number(1)),
        may(57, "旧点数識別", Number(1)),
        may(58, "旧点数", Decimal),
        may(61, "検体検査コメント", Number(1)),
        may(62, "通則加算所定点数対象区分", Number(1)),
        may(63, "包括逓減区分", Number(3)),
        may(64, "超音波内視鏡加算", Number(1)),
        must(66, "点数欄集計先識別（入院）", Word(3)),
        may(67, "自動吻合器加算", Number(1)),
        must(68, "告示等識別区分（１）", Word(1)),
        may(69, "告示等識別区分（２）", Word(1)),
        may(70, "地域加算", Number(1)),
        may(71, "病床数区分", Number(1)),
        may(72, "施設基準①", Number(4)),
        may(73, "施設基準②", Number(4)),
        may(74, "施設基準③", Number(4)),
        may(75, "施設基準④", Number(4)),
        may(76, "施設基準⑤", Number(4)),
        may(77, "施設基準⑥", Number(4)),
        may(78, "施設基準⑦", Number(4)),
        may(79, "施設基準⑧", Number(4)),
        may(80, "施設基準⑨", Number(4)),
        may(81, "施設基準⑩", Number(4)),
        may(82, "超音波凝固切開装置等加算", Number(1)),
        may(83, "短期滞在手術", Number(1)),
        may(84, "歯科適用区分", Number(1)),
        may(85, "コード表用番号（アルファベット）", Text),
        may(86, "告示・通知関連番号（アルファベット）", Text),
        must(87, "変更年月日", Day),
        must(88, "廃止年月日", Day),
        may(89, "公表順序番号", Number(9)),
        may(90, "章", Number(2)),
        may(91, "部", Number(2)),
        may(92, "区分番号", Number(3)),
        may(93, "枝番", Number(2)),
        may(94, "項番", Number(3)),
        may(100, "年齢加算①下限年齢", Word(2)),
        may(101, "年齢加算①上限年齢", Word(2)),
        may(102, "年齢加算①診療行為コード", Number(9)),
        may(103, "年齢加算②下限年齢", Word(2)),
        may(104, "年齢加算②上限年齢", Word(2)),
        may(105, "年齢加算②診療行為コード", Number(9)),
        may(106, "年齢加算③下限年齢", Word(2)),
        may(107, "年齢加算③上限年齢", Word(2)),
        may(108, "年齢加算③診療行為コード", Number(9)),
        may(109, "年齢加算④下限年齢", Word(2)),
        may(110, "年齢加算④上限年齢", Word(2)),
        may(111, "年齢加算④診療行為コード", Number(9)),
        may(112, "異動関連", Number(9)),
        may(113, "基本漢字名称", Text),
        may(114, "副鼻腔手術用内視鏡加算", Number(1)),
        may(115, "副鼻腔手術用骨軟部組織切除機器加算", Number(1)),
        may(116, "長時間麻酔管理加算", Number(1)),
        may(117, "点数表区分番号", Text),
        may(118, "モニタリング加算", Number(1)),
        may(119, "凍結保存同種組織加算", Number(1)),
        may(120, "悪性腫瘍病理組織標本加算", Number(1)),
        may(121, "創外固定器加算", Number(1)),
        may(122, "超音波切削機器加算", Number(1)),
        may(123, "左心耳閉鎖術併施区分", Number(1)),
        may(124, "外来感染対策向上加算等", Word(1)),
        may(125, "耳鼻咽喉科乳幼児処置加算", Number(1)),
        may(126, "耳鼻咽喉科小児抗菌薬適正使用支援加算", Number(1)),
        may(127, "切開創局所陰圧閉鎖処置機器加算", Number(1)),
        may(128, "看護職員処遇改善評価料等", Number(1)),
        may(129, "外来・在宅ベースアップ評価料（１）", Number(1)),
        may(130, "外来・在宅ベースアップ評価料（２）", Number(1)),
        may(131, "再製造単回使用医療機器使用加算", Word(3)),
    ],
};

/// §4.1 Y 医薬品. 35 columns in R4, 40 in R6, 42 since 2024-09-06.
static DRUG: Layout = Layout {
    oldest: 35,
    newest: 42,
    key: &[1, 2, 3],
    changed: 30,
    listed: None,
    last: 31,
    edition: &[1, 24, 25, 26, 27, 30, 31, 33],
    columns: &[
        must(3, "医薬品コード", Digits(9)),
        may(4, "漢字有効桁数", Number(3)),
        must(5, "漢字名称", Text),
        may(6, "カナ有効桁数", Number(3)),
        may(7, "カナ名称", Text),
        may(8, "単位コード", Number(3)),
        may(9, "単位名称有効桁数", Number(2)),
        may(10, "単位名称", Text),
        must(11, "金額種別", Number(1)),
        must(12, "金額", Decimal),
        may(14, "麻薬・毒薬・覚醒剤原料・向精神薬", Number(1)),
        may(15, "神経破壊剤", Number(1)),
        may(16, "生物学的製剤", Number(1)),
        may(17, "後発品", Number(1)),
        may(19, "歯科特定薬剤", Number(1)),
        may(20, "造影剤・補助剤", Number(1)),
        may(21, "注射容量", Number(5)),
        may(22, "収載方式等識別", Number(1)),
        may(23, "商品名等関連", Number(9)),
        may(24, "旧金額種別", Number(1)),
        may(25, "旧金額", Decimal),
        must(28, "剤形", Number(1)),
        must(30, "変更年月日", Day),
        must(31, "廃止年月日", Day),
        may(32, "薬価基準収載医薬品コード", Word(12)),
        may(33, "公表順序番号", Number(9)),
        may(34, "経過措置年月日又は商品名コード使用期限", Day),
        may(35, "基本漢字名称", Text),
        may(36, "収載年月日", Day),
        may(37, "一般名コード", Word(12)),
        may(38, "一般名処方の標準的な記載", Text),
        may(39, "一般名処方加算対象区分", Number(1)),
        may(40, "抗ＨＩＶ薬区分", Number(1)),
        may(41, "長期収載品関連", Number(9)),
        may(42, "選定療養区分", Number(1)),
    ],
};

/// §4.2 T 特定器材, U 労災特定器材. 37 columns until R4, 38 since R6.
static MATERIAL: Layout = Layout {
    oldest: 37,
    newest: 38,
    key: &[1, 2, 3],
    changed: 28,
    listed: None,
    last: 30,
    edition: &[1, 17, 18, 19, 20, 26, 28, 30],
    columns: &[
        must(3, "特定器材コード", Digits(9)),
        may(4, "漢字有効桁数", Number(3)),
        must(5, "漢字名称", Text),
        may(6, "カナ有効桁数", Number(3)),
        may(7, "カナ名称", Text),
        may(8, "単位コード", Number(3)),
        may(9, "単位名称有効桁数", Number(2)),
        may(10, "単位名称", Text),
        must(11, "金額種別", Number(1)),
        must(12, "金額", Decimal),
        may(14, "年齢加算区分", Number(1)),
        may(15, "下限年齢", Word(2)),
        may(16, "上限年齢", Word(2)),
        may(17, "旧金額種別", Number(1)),
        may(18, "旧金額", Decimal),
        may(21, "酸素等区分", Number(1)),
        may(22, "特定器材種別", Number(1)),
        may(23, "上限価格", Number(1)),
        may(24, "上限点数", Decimal),
        may(26, "公表順序番号", Number(9)),
        may(27, "廃止・新設関連", Number(9)),
        must(28, "変更年月日", Day),
        may(29, "経過措置年月日", Day),
        must(30, "廃止年月日", Day),
        may(31, "別表番号", Word(6)),
        may(32, "区分番号", Word(6)),
        may(33, "ＤＰＣ適用区分", Number(1)),
        may(37, "基本漢字名称", Text),
        may(38, "再製造単回使用医療機器", Word(3)),
    ],
};

/// §4.3 C コメント, D 労災コメント. 30 columns; the 19 of H28 have no days where they are now and are not read.
static COMMENT: Layout = Layout {
    oldest: 22,
    newest: 30,
    key: &[1, 2, 3, 4, 5],
    changed: 21,
    listed: None,
    last: 22,
    edition: &[1, 21, 22, 24],
    columns: &[
        must(3, "区分", Digits(1)),
        must(4, "パターン", Number(2)),
        must(5, "一連番号", Number(6)),
        must(6, "漢字有効桁数", Number(3)),
        may(7, "漢字名称", Text),
        may(8, "カナ有効桁数", Number(3)),
        may(9, "カナ名称", Text),
        may(10, "レセプト編集情報①カラム位置", Number(3)),
        may(11, "レセプト編集情報①桁数", Number(3)),
        may(12, "レセプト編集情報②カラム位置", Number(3)),
        may(13, "レセプト編集情報②桁数", Number(3)),
        may(14, "レセプト編集情報③カラム位置", Number(3)),
        may(15, "レセプト編集情報③桁数", Number(3)),
        may(16, "レセプト編集情報④カラム位置", Number(3)),
        may(17, "レセプト編集情報④桁数", Number(3)),
        may(20, "選択式コメント", Number(1)),
        must(21, "変更年月日", Day),
        must(22, "廃止年月日", Day),
        may(23, "コメントコード", Number(9)),
        may(24, "公表順序番号", Number(9)),
    ],
};

/// §4.4 コメント関連テーブル.
static COMMENT_RELATION: Layout = Layout {
    oldest: 30,
    newest: 30,
    key: &[1, 2, 3, 4, 5, 6, 9, 10],
    changed: 12,
    listed: None,
    last: 13,
    edition: &[1, 12, 13, 18],
    columns: &[
        must(2, "記載要領区分", Digits(1)),
        must(3, "項番", Word(6)),
        may(4, "区分", Text),
        may(5, "枝番", Word(6)),
        must(6, "診療行為コード", Number(9)),
        may(7, "加算コード（歯科）", Text),
        may(8, "診療行為名称", Text),
        must(9, "コメントコード", Digits(9)),
        may(10, "患者の状態コード", Word(9)),
        must(11, "コメント文", Text),
        must(12, "変更年月日", Day),
        must(13, "廃止年月日", Day),
        must(14, "条件区分", Number(2)),
        may(15, "非算定理由", Number(1)),
        may(16, "入外", Number(1)),
        may(17, "算定回数", Number(3)),
        may(18, "公表順序番号", Number(9)),
    ],
};

/// §4.5 B 傷病名 and HB 旧傷病名.
static DISEASE: Layout = Layout {
    oldest: 46,
    newest: 46,
    key: &[1, 2, 3],
    changed: 23,
    listed: Some(22),
    last: 24,
    edition: &[1, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 45, 46],
    columns: &[
        must(3, "傷病名コード", Digits(7)),
        may(4, "移行先コード", Number(7)),
        may(5, "傷病名基本名称桁数", Number(3)),
        must(6, "傷病名基本名称", Text),
        may(7, "傷病名省略名称桁数", Number(3)),
        may(8, "傷病名省略名称", Text),
        may(9, "傷病名カナ桁数", Number(3)),
        may(10, "傷病名カナ名称", Text),
        may(11, "病名管理番号", Word(8)),
        may(12, "採択区分", Word(1)),
        may(13, "病名交換用コード", Word(4)),
        may(16, "ＩＣＤ１０", Text),
        may(17, "ＩＣＤ１０（２）", Text),
        may(19, "単独使用禁止区分", Number(2)),
        may(20, "保険請求外区分", Number(1)),
        may(21, "特定疾患等対象区分", Number(2)),
        may(22, "収載年月日", Day),
        may(23, "変更年月日", Day),
        must(24, "廃止年月日", Day),
        may(38, "移行先病名管理番号", Word(8)),
        may(39, "傷病名基本名称（歯科）", Text),
        may(43, "難病外来対象区分", Number(2)),
        may(44, "歯科特定疾患対象区分", Number(2)),
    ],
};

/// §4.5 Z 修飾語.
static MODIFIER: Layout = Layout {
    oldest: 19,
    newest: 19,
    key: &[1, 2, 3],
    changed: 15,
    listed: Some(14),
    last: 16,
    edition: &[1, 12, 13, 15, 16],
    columns: &[
        must(3, "修飾語コード", Digits(4)),
        may(6, "修飾語名称桁数", Number(3)),
        must(7, "修飾語名称", Text),
        may(9, "修飾語カナ桁数", Number(3)),
        may(10, "修飾語カナ名称", Text),
        may(14, "収載年月日", Day),
        may(15, "変更年月日", Day),
        must(16, "廃止年月日", Day),
        may(17, "修飾語管理番号", Word(8)),
        may(18, "修飾語交換用コード", Word(4)),
        may(19, "修飾語区分", Word(8)),
    ],
};

/// §4.6 電子点数表 01.
static AUXILIARY: Layout = Layout {
    oldest: 27,
    newest: 27,
    key: &[1, 2],
    changed: 26,
    listed: None,
    last: 27,
    edition: &[1, 26, 27],
    columns: &[
        must(2, "診療行為コード", Digits(9)),
        must(3, "省略漢字名称", Text),
        must(4, "包括単位①", Number(2)),
        must(5, "包括グループ①", Word(7)),
        must(6, "包括単位②", Number(2)),
        must(7, "包括グループ②", Word(7)),
        must(8, "包括単位③", Number(2)),
        must(9, "包括グループ③", Word(7)),
        must(10, "背反（１日）", Number(1)),
        must(11, "背反（同一月）", Number(1)),
        must(12, "背反（同時）", Number(1)),
        must(13, "背反（１週間）", Number(1)),
        must(20, "入院基本料識別", Number(3)),
        must(21, "算定回数", Number(1)),
        must(26, "新設年月日", Day),
        must(27, "廃止年月日", Day),
    ],
};

/// §4.6 電子点数表 02.
static INCLUSION: Layout = Layout {
    oldest: 7,
    newest: 7,
    key: &[1, 2, 3],
    changed: 6,
    listed: None,
    last: 7,
    edition: &[1, 6, 7],
    columns: &[
        must(2, "グループ番号", Word(7)),
        must(3, "診療行為コード", Digits(9)),
        may(4, "省略漢字名称", Text),
        must(5, "特例条件", Number(1)),
        must(6, "新設年月日", Day),
        must(7, "廃止年月日", Day),
    ],
};

/// §4.6 電子点数表 03-1 to 03-4: one layout.
static EXCLUSION: Layout = Layout {
    oldest: 10,
    newest: 10,
    key: &[1, 2, 4],
    changed: 9,
    listed: None,
    last: 10,
    edition: &[1, 9, 10],
    columns: &[
        must(2, "診療行為コード①", Digits(9)),
        may(3, "省略漢字名称①", Text),
        must(4, "診療行為コード②", Digits(9)),
        may(5, "省略漢字名称②", Text),
        must(6, "背反区分", Number(1)),
        must(7, "特例条件", Number(1)),
        must(9, "新設年月日", Day),
        must(10, "廃止年月日", Day),
    ],
};

/// §4.6 電子点数表 04.
static INPATIENT_BASIC: Layout = Layout {
    oldest: 8,
    newest: 8,
    key: &[1, 2, 3],
    changed: 7,
    listed: None,
    last: 8,
    edition: &[1, 7, 8],
    columns: &[
        must(2, "グループ番号", Word(3)),
        must(3, "診療行為コード", Digits(9)),
        may(4, "省略漢字名称", Text),
        must(5, "加算識別", Word(3)),
        must(7, "新設年月日", Day),
        must(8, "廃止年月日", Day),
    ],
};

/// §4.6 電子点数表 05.
static COUNT_LIMIT: Layout = Layout {
    oldest: 14,
    newest: 14,
    key: &[1, 2, 4],
    changed: 13,
    listed: None,
    last: 14,
    edition: &[1, 13, 14],
    columns: &[
        must(2, "診療行為コード", Digits(9)),
        may(3, "省略漢字名称", Text),
        must(4, "算定単位コード", Number(3)),
        may(5, "算定単位名称", Text),
        must(6, "算定回数", Number(3)),
        must(7, "特例条件", Number(1)),
        must(13, "新設年月日", Day),
        must(14, "廃止年月日", Day),
    ],
};

/// The key of a row on its shelf (the forms stand at [`crate::Shelf`]). Columns are counted from 1.
pub(crate) fn key(kind: MasterKind, fields: &[&str]) -> String {
    let f = |n: usize| fields.get(n - 1).copied().unwrap_or_default();
    match kind {
        MasterKind::Comment | MasterKind::RosaiComment => format!("{}{:0>2}{:0>6}", f(3), f(4), f(5)),
        MasterKind::CommentRelation => [f(6), f(2), f(3), f(4), f(5), f(9), f(10)].join("\t"),
        MasterKind::Auxiliary => f(2).to_owned(),
        MasterKind::Inclusion | MasterKind::InpatientBasic => [f(2), f(3)].join("\t"),
        MasterKind::ExclusionDay
        | MasterKind::ExclusionMonth
        | MasterKind::ExclusionSimultaneous
        | MasterKind::ExclusionWeek
        | MasterKind::CountLimit => [f(2), f(4)].join("\t"),
        MasterKind::Act
        | MasterKind::RosaiAct
        | MasterKind::Drug
        | MasterKind::Material
        | MasterKind::RosaiMaterial
        | MasterKind::Disease
        | MasterKind::Modifier => f(3).to_owned(),
    }
}

/// The name people know a row by.
pub(crate) fn name(kind: MasterKind, fields: &[&str]) -> String {
    let f = |n: usize| fields.get(n - 1).copied().unwrap_or_default();
    match kind {
        MasterKind::Comment | MasterKind::RosaiComment => f(7).to_owned(),
        MasterKind::CommentRelation => format!("{} ― {}", f(8), f(11)),
        MasterKind::Disease => f(6).to_owned(),
        MasterKind::Modifier => f(7).to_owned(),
        MasterKind::Auxiliary => f(3).to_owned(),
        MasterKind::Inclusion | MasterKind::InpatientBasic => f(4).to_owned(),
        MasterKind::ExclusionDay
        | MasterKind::ExclusionMonth
        | MasterKind::ExclusionSimultaneous
        | MasterKind::ExclusionWeek => format!("{} ― {}", f(3), f(5)),
        MasterKind::CountLimit => format!("{}（{}）", f(3), f(5)),
        MasterKind::Act
        | MasterKind::RosaiAct
        | MasterKind::Drug
        | MasterKind::Material
        | MasterKind::RosaiMaterial => f(5).to_owned(),
    }
}
