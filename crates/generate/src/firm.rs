//! The firm without its jobs: crews, sites, and the travel matrix.

use super::crews::{self, Team};
use super::geography::{AGENCIES, GeoPoint, TOWNS, Town};
use super::random::{RandomSource, Stream};
use super::{GeneratorOptions, Profile, names};
use brigade_model::model::{Address, CrewId, PlaceId, Settings, Site, SiteId, Speed, TravelMatrix};
use brigade_model::travel::{Metric, Pace, matrix};
use brigade_model::units::Minutes;

/// The furthest that a site lies from the crew that leads it, in hundreds of metres as the crow flies, roughly.
const REACH: i64 = 460;
/// Minutes one way beyond which a crew is not sent by choice.
const LONG_WAY: Minutes = 75;

pub(super) struct Firm {
    pub(super) profile: Profile,
    pub(super) settings: Settings,
    pub(super) teams: Vec<Team>,
    pub(super) sites: Vec<Site>,
    /// The leading crew of each site, near which it was drawn; its usual crew, where it has one.
    pub(super) lead: Vec<CrewId>,
    pub(super) travel: TravelMatrix,
}

impl Firm {
    pub(super) fn new(options: &GeneratorOptions, settings: Settings) -> Self {
        let mut rng = RandomSource::new(options.seed, Stream::Crews);
        let mut teams = crews::draw(options.crews, options.sites, options.profile, &settings, &mut rng);
        let lead = leads(options, &mut rng);
        let sites = sites(options, &teams, &lead);
        let places: Vec<_> = sites.iter().map(|site| site.at).chain(teams.iter().map(|team| team.crew.at)).collect();
        let pace = Pace { speed_kmh: settings.speed_kmh, speed: Speed::ONE };
        let travel = matrix(&places, Metric::GreatCircle { detour: settings.detour }, pace, &[]);
        limit_travel(&mut teams, &lead, &travel, &mut rng);
        Self { profile: options.profile, settings, teams, sites, lead, travel }
    }

    /// Minutes one way from a crew's base to a site.
    pub(super) fn one_way(&self, crew: CrewId, site: SiteId) -> Minutes {
        self.travel.leg(self.teams[crew].crew.base, self.sites[site].place).minutes
    }

    /// The crews that may be sent to a site, the nearest first.
    pub(super) fn nearest(&self, site: SiteId) -> Vec<CrewId> {
        let most = |crew: CrewId| self.teams[crew].crew.max_travel.unwrap_or(LONG_WAY).min(LONG_WAY);
        let legs = CrewId::range(self.teams.len()).map(|crew| (self.one_way(crew, site), crew));
        let mut near: Vec<_> = legs.filter(|&(minutes, crew)| minutes <= most(crew)).collect();
        near.sort_unstable();
        near.into_iter().map(|(_, crew)| crew).collect()
    }
}

/// The crew of each site: all crews in random order, again and again.
fn leads(options: &GeneratorOptions, rng: &mut RandomSource) -> Vec<CrewId> {
    let mut order: Vec<_> = CrewId::range(options.crews).collect();
    rng.shuffle(&mut order);
    (0..options.sites).map(|site| order[site % order.len()]).collect()
}

fn sites(options: &GeneratorOptions, teams: &[Team], lead: &[CrewId]) -> Vec<Site> {
    let rng = &mut RandomSource::new(options.seed, Stream::Sites);
    let digits = options.sites.to_string().len().max(3);
    let mut sites = Vec::with_capacity(lead.len());
    for (index, &crew) in lead.iter().enumerate() {
        let (town, at) = place_near(&teams[crew], rng);
        let led = options.profile == Profile::Construction || rng.percent(60);
        sites.push(Site {
            id: format!("S{:0digits$}", index + 1),
            name: names::site(options.profile, town.name, rng),
            place: PlaceId::new(index),
            at: at.degrees(),
            region: AGENCIES[town.agency].region.to_owned(),
            address: Address::default(),
            usual_crew: led.then_some(crew),
            one_crew: false,
        });
    }
    sites
}

/// A place in a town that the crew's agency serves, now and then in one of another; never out of the crew's reach.
fn place_near(team: &Team, rng: &mut RandomSource) -> (&'static Town, GeoPoint) {
    let own = rng.percent(90);
    let choices: Vec<_> = TOWNS
        .iter()
        .filter(|town| (!own || town.agency == team.agency) && team.base.rough_square(town.at) < REACH * REACH)
        .map(|town| (town.weight, town))
        .collect();
    let town = rng.draw(&choices);
    (town, town.place(rng))
}

/// Gives some crews a travel limit that the sites they lead keep.
fn limit_travel(teams: &mut [Team], lead: &[CrewId], travel: &TravelMatrix, rng: &mut RandomSource) {
    let mut furthest = vec![0; teams.len()];
    for (place, &crew) in PlaceId::enumerate(lead) {
        furthest[crew] = furthest[crew].max(travel.leg(teams[crew].crew.base, place).minutes);
    }
    for (team, furthest) in teams.iter_mut().zip(furthest) {
        if rng.percent(35) {
            team.crew.max_travel = [45, 60, 75, 90, 120].into_iter().find(|&most| most >= furthest);
        }
    }
}
