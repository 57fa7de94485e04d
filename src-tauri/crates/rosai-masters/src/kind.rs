//! The kinds of master file.

/// A kind of master file (`spec/masters.md` §§3–5). The order is the order in which lists show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MasterKind {
    /// S 医科診療行為.
    Act,
    /// R 労災診療行為.
    RosaiAct,
    /// Y 医薬品.
    Drug,
    /// T 特定器材.
    Material,
    /// U 労災特定器材.
    RosaiMaterial,
    /// C コメント.
    Comment,
    /// D 労災コメント.
    RosaiComment,
    /// コメント関連テーブル.
    CommentRelation,
    /// B 傷病名; 旧傷病名 (HB) stands on the same shelf.
    Disease,
    /// Z 修飾語.
    Modifier,
    /// 電子点数表 01 補助マスター.
    Auxiliary,
    /// 電子点数表 02 包括・被包括.
    Inclusion,
    /// 電子点数表 03-1 背反 (1日).
    ExclusionDay,
    /// 電子点数表 03-2 背反 (同一月).
    ExclusionMonth,
    /// 電子点数表 03-3 背反 (同時).
    ExclusionSimultaneous,
    /// 電子点数表 03-4 背反 (同一週).
    ExclusionWeek,
    /// 電子点数表 04 入院基本料.
    InpatientBasic,
    /// 電子点数表 05 算定回数.
    CountLimit,
}

impl MasterKind {
    /// Every kind, in order.
    pub const ALL: [MasterKind; 18] = [
        MasterKind::Act,
        MasterKind::RosaiAct,
        MasterKind::Drug,
        MasterKind::Material,
        MasterKind::RosaiMaterial,
        MasterKind::Comment,
        MasterKind::RosaiComment,
        MasterKind::CommentRelation,
        MasterKind::Disease,
        MasterKind::Modifier,
        MasterKind::Auxiliary,
        MasterKind::Inclusion,
        MasterKind::ExclusionDay,
        MasterKind::ExclusionMonth,
        MasterKind::ExclusionSimultaneous,
        MasterKind::ExclusionWeek,
        MasterKind::InpatientBasic,
        MasterKind::CountLimit,
    ];

    /// Short name in the database and in the shell.
    pub fn id(self) -> &'static str {
        match self {
            MasterKind::Act => "S",
            MasterKind::RosaiAct => "R",
            MasterKind::Drug => "Y",
            MasterKind::Material => "T",
            MasterKind::RosaiMaterial => "U",
            MasterKind::Comment => "C",
            MasterKind::RosaiComment => "D",
            MasterKind::CommentRelation => "CK",
            MasterKind::Disease => "B",
            MasterKind::Modifier => "Z",
            MasterKind::Auxiliary => "E01",
            MasterKind::Inclusion => "E02",
            MasterKind::ExclusionDay => "E03-1",
            MasterKind::ExclusionMonth => "E03-2",
            MasterKind::ExclusionSimultaneous => "E03-3",
            MasterKind::ExclusionWeek => "E03-4",
            MasterKind::InpatientBasic => "E04",
            MasterKind::CountLimit => "E05",
        }
    }

    /// The kind of a short name.
    pub fn by_id(id: &str) -> Option<MasterKind> {
        Self::ALL.into_iter().find(|k| k.id() == id)
    }

    /// Name for people.
    pub fn ja(self) -> &'static str {
        match self {
            MasterKind::Act => "医科診療行為マスター",
            MasterKind::RosaiAct => "労災診療行為マスター",
            MasterKind::Drug => "医薬品マスター",
            MasterKind::Material => "特定器材マスター",
            MasterKind::RosaiMaterial => "労災特定器材マスター",
            MasterKind::Comment => "コメントマスター",
            MasterKind::RosaiComment => "労災コメントマスター",
            MasterKind::CommentRelation => "コメント関連テーブル",
            MasterKind::Disease => "傷病名マスター",
            MasterKind::Modifier => "修飾語マスター",
            MasterKind::Auxiliary => "電子点数表 01 補助マスター",
            MasterKind::Inclusion => "電子点数表 02 包括・被包括",
            MasterKind::ExclusionDay => "電子点数表 03-1 背反（1日）",
            MasterKind::ExclusionMonth => "電子点数表 03-2 背反（同一月）",
            MasterKind::ExclusionSimultaneous => "電子点数表 03-3 背反（同時）",
            MasterKind::ExclusionWeek => "電子点数表 03-4 背反（1週間）",
            MasterKind::InpatientBasic => "電子点数表 04 入院基本料",
            MasterKind::CountLimit => "電子点数表 05 算定回数",
        }
    }
}
