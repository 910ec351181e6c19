//! When a job can be done.

use brigade_model::i18n::messages;

messages! {
    /// When a job can be done.
    pub trait SlotMessages:

    slots_of(job: &str) = "When {job} could be done, the cheapest first:", "Quand {job} peut se faire, le moins cher d'abord :";
    no_slot = "Nowhere without breaking a rule.\n", "Nulle part sans enfreindre une règle.\n";
    slot_date = "date", "date";
    slot_start = "start", "début";
    slot_crew = "crew", "équipe";
    slot_price = "price, EUR", "prix, €";
    slot_km = "km", "km";
    slot_minutes = "minutes", "minutes";
}
