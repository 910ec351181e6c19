//! What the crews of each profile can do, and what their jobs are called.

use super::Profile;

/// A trade: its skill, what its crews are called, skills its people often have secondary, the tools some of its jobs
/// need (and how many), and names of its short jobs and of its multi-day jobs.
pub(super) struct Trade {
    pub(super) skill: &'static str,
    pub(super) title: &'static str,
    pub(super) secondary: &'static [usize],
    pub(super) tools: &'static [(&'static str, u32)],
    pub(super) jobs: &'static [&'static str],
    pub(super) multi_day_jobs: &'static [&'static str],
}

const CONSTRUCTION: [Trade; 7] = [
    Trade {
        skill: "masonry",
        title: "Maçonnerie",
        secondary: &[1, 6],
        tools: &[("mini-digger", 1), ("scaffold", 2)],
        jobs: &["Reprise de seuil", "Scellement de poteaux", "Ouverture de baie", "Regard et caniveau", "Rebouchage"],
        multi_day_jobs: &["Mur de soutènement", "Extension en parpaings", "Dalle et longrines", "Ravalement"],
    },
    Trade {
        skill: "timber",
        title: "Charpente",
        secondary: &[2, 0],
        tools: &[("truck-crane", 1)],
        jobs: &["Renfort de solive", "Pose de velux", "Habillage d'auvent", "Contrôle de ferme"],
        multi_day_jobs: &["Charpente traditionnelle", "Ossature bois", "Surélévation"],
    },
    Trade {
        skill: "roofing",
        title: "Couverture",
        secondary: &[1, 5],
        tools: &[("truck-crane", 1), ("scaffold", 1)],
        jobs: &["Recherche de fuite", "Reprise de faîtage", "Gouttières", "Démoussage", "Crochets et ligne de vie"],
        multi_day_jobs: &["Réfection de toiture", "Étanchéité de terrasse", "Bardage zinc"],
    },
    Trade {
        skill: "electrics",
        title: "Électricité",
        secondary: &[5, 6],
        tools: &[("boom-lift", 1)],
        jobs: &[
            "Mise en conformité du tableau",
            "Éclairage de secours",
            "Borne de recharge",
            "Appareillage",
            "Mesure de terre",
        ],
        multi_day_jobs: &["Câblage d'un plateau", "Courants faibles", "Rénovation électrique"],
    },
    Trade {
        skill: "plumbing",
        title: "Plomberie",
        secondary: &[5, 6],
        tools: &[("core-drill", 1), ("mini-digger", 1)],
        jobs: &["Remplacement de nourrice", "Pose de sanitaires", "Réparation d'évacuation", "Essai de pression"],
        multi_day_jobs: &["Colonnes montantes", "Réseau enterré", "Salles de bains en série"],
    },
    Trade {
        skill: "heating",
        title: "Chauffage",
        secondary: &[4, 3],
        tools: &[("core-drill", 1), ("boom-lift", 1)],
        jobs: &["Équilibrage du réseau", "Pose de radiateurs", "Mise en service", "Gaines en attente"],
        multi_day_jobs: &["Chaufferie", "Ventilation double flux", "Plancher chauffant"],
    },
    Trade {
        skill: "finishes",
        title: "Finitions",
        secondary: &[0, 4],
        tools: &[("scaffold", 1)],
        jobs: &[
            "Retouches de peinture",
            "Pose de plinthes",
            "Faux plafond",
            "Reprise de carrelage",
            "Bandes et joints",
        ],
        multi_day_jobs: &["Cloisons et doublages", "Peinture de cage d'escalier", "Sols souples"],
    },
];

const SERVICE: [Trade; 6] = [
    Trade {
        skill: "boilers",
        title: "Chaudières",
        secondary: &[1, 2],
        tools: &[("combustion-analyser", 1)],
        jobs: &["Entretien annuel", "Dépannage brûleur", "Remplacement de circulateur", "Contrôle de combustion"],
        multi_day_jobs: &["Désembouage"],
    },
    Trade {
        skill: "plumbing",
        title: "Sanitaire",
        secondary: &[0, 2],
        tools: &[("pipe-camera", 1)],
        jobs: &["Fuite sur alimentation", "Débouchage", "Changement de mitigeur", "Relevé de compteurs"],
        multi_day_jobs: &["Recherche de fuite en réseau"],
    },
    Trade {
        skill: "cooling",
        title: "Climatisation",
        secondary: &[0, 3],
        tools: &[("recovery-unit", 1)],
        jobs: &["Contrôle d'étanchéité", "Nettoyage de filtres", "Recharge de fluide", "Réglage de régulation"],
        multi_day_jobs: &["Remplacement d'un groupe"],
    },
    Trade {
        skill: "electrics",
        title: "Électricité",
        secondary: &[4, 5],
        tools: &[("boom-lift", 1)],
        jobs: &["Vérification périodique", "Remplacement de luminaires", "Panne de tableau", "Blocs de secours"],
        multi_day_jobs: &["Relamping"],
    },
    Trade {
        skill: "networks",
        title: "Réseaux",
        secondary: &[3, 5],
        tools: &[("fibre-splicer", 1)],
        jobs: &["Raccordement fibre", "Brassage de baie", "Borne wifi", "Panne d'interphone"],
        multi_day_jobs: &["Câblage d'étage"],
    },
    Trade {
        skill: "security",
        title: "Sûreté",
        secondary: &[3, 4],
        tools: &[("boom-lift", 1)],
        jobs: &["Essai d'alarme incendie", "Réglage de caméra", "Contrôle d'accès", "Remplacement de détecteurs"],
        multi_day_jobs: &["Mise à niveau de la centrale"],
    },
];

/// The trades of a profile; a trade's index is the index of its skill.
pub(super) fn trades(profile: Profile) -> &'static [Trade] {
    match profile {
        Profile::Construction => &CONSTRUCTION,
        Profile::Service => &SERVICE,
    }
}

/// The tools of a profile, in alphabetical order.
pub(super) fn tools(profile: Profile) -> Vec<&'static str> {
    let mut names: Vec<_> = trades(profile).iter().flat_map(|trade| trade.tools.iter().map(|tool| tool.0)).collect();
    names.sort_unstable();
    names.dedup();
    names
}
