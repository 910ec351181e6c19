//! Names of people and places; all of them are made up.

use super::Profile;
use super::random::RandomSource;

const GIVEN: [&str; 24] = [
    "Adrien", "Agathe", "Anaïs", "Baptiste", "Camille", "Céline", "Damien", "Fatou", "Florian", "Gilles", "Hélène",
    "Ismaël", "Judith", "Kévin", "Ludovic", "Manon", "Nadia", "Pauline", "Quentin", "Rachid", "Sandrine", "Tiago",
    "Valérie", "Yann",
];

const FAMILY: [&str; 28] = [
    "Allard",
    "Arnaud",
    "Barbier",
    "Berthet",
    "Bouvier",
    "Carrel",
    "Chappaz",
    "Cottin",
    "Dupraz",
    "Excoffier",
    "Fontanel",
    "Gachet",
    "Haddad",
    "Jacquier",
    "Lacroix",
    "Lopes",
    "Marchand",
    "Nguyen",
    "Ollier",
    "Pellet",
    "Quenard",
    "Rosset",
    "Saadi",
    "Tissot",
    "Usseglio",
    "Vallet",
    "Viret",
    "Zanetti",
];

const BUILDINGS: [&str; 14] = [
    "Lycée",
    "Groupe scolaire",
    "Copropriété",
    "Maison",
    "Crèche",
    "Halle",
    "Immeuble",
    "Médiathèque",
    "Foyer",
    "Chalet",
    "Centre de santé",
    "Caserne",
    "Salle des fêtes",
    "Dépôt",
];

const PREMISES: [&str; 16] = [
    "Pharmacie",
    "Boulangerie",
    "Résidence",
    "Cabinet médical",
    "Supérette",
    "Hôtel",
    "Agence",
    "Restaurant",
    "Garage",
    "Bureaux",
    "Clinique",
    "Piscine",
    "Collège",
    "Imprimerie",
    "Copropriété",
    "Banque",
];

const AFTER_WHOM: [&str; 22] = [
    "Ampère",
    "Vaucanson",
    "Stendhal",
    "les Balmes",
    "la Tournette",
    "Bel-Air",
    "les Charmettes",
    "des Capucins",
    "du Vercors",
    "les Glycines",
    "Sainte-Claire",
    "du Semnoz",
    "les Allobroges",
    "de l'Épine",
    "les Marronniers",
    "du Parmelan",
    "Champ-Fleuri",
    "des Quais",
    "la Soierie",
    "du Granier",
    "des Alpins",
    "Grand-Rue",
];

/// A person's name.
pub(super) fn person(rng: &mut RandomSource) -> String {
    format!("{} {}", rng.pick(&GIVEN), rng.pick(&FAMILY))
}

/// A site's name.
pub(super) fn site(profile: Profile, town: &str, rng: &mut RandomSource) -> String {
    let kind = match profile {
        Profile::Construction => rng.pick(&BUILDINGS),
        Profile::Service => rng.pick(&PREMISES),
    };
    format!("{kind} {}, {town}", rng.pick(&AFTER_WHOM))
}
