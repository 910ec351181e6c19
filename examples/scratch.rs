use brigade::cost::*;
use brigade::model::*;
use brigade::solve::*;
use brigade::stop::Stop;
use brigade::units::*;
use std::time::{Duration, Instant};
struct All;
fn days(a: chrono::NaiveDate, b: chrono::NaiveDate) -> i128 {
    (b - a).num_days().max(0) as i128
}
impl Rule for All {
    fn code(&self) -> &'static str {
        "all"
    }
    fn kind(&self) -> Kind {
        Kind::Cost
    }
    fn sentence(&self) -> &'static str {
        ""
    }
    fn formula(&self) -> &'static str {
        ""
    }
    fn unit(&self) -> &'static str {
        ""
    }
    fn audit(&self, _: &Instance, _: &Timetable) -> Audit {
        Audit::default()
    }
    fn counts_tools(&self) -> bool {
        true
    }
    fn pins<'a>(&self, i: &'a Instance) -> &'a [Pin] {
        &i.pins
    }
    fn pairing(&self, i: &Instance, job: JobId, s: &Shift) -> Pairing {
        let j = &i.jobs[job];
        let s_ = &i.settings;
        if !i.crew_faults(s.crew, job, Some(s.date)).is_empty()
            || !j.allows(s.date)
            || j.after.iter().any(|&b| !i.can_finish(b))
        {
            return Pairing::Never;
        }
        let mut m = Money::ZERO;
        if let Some(due) = j.due {
            m += Money::euros(s_.late_day)
                * (j.priority as i64)
                * (days(due.max(i.dates[0].pred_opt().unwrap()), s.date) as i64);
        }
        m += Money::fraction(s_.risk_day, j.delay_risk.0 as i128 * days(i.dates[0], s.date), Decimal::ONE as i128);
        let over = (i.one_way(s.crew, job).minutes as i64 * Decimal::ONE - s_.long_trip_from.0).max(0);
        m += Money::fraction(s_.long_trip_minute, over as i128, Decimal::ONE as i128);
        if let Some((_, best)) = i.score_range(job) {
            if i.has_preferences() {
                m += Money::fraction(
                    s_.preference,
                    (best.0 - i.score(s.crew, job).0).max(0) as i128,
                    Decimal::ONE as i128,
                );
            }
        }
        for n in &j.skills {
            m += Money::euros(s_.overskill)
                * (i.crews[s.crew].level(n.skill, Some(s.date)) as i64 - n.level as i64).max(0);
        }
        if let Some(c) = &i.current {
            let rows: Vec<_> = c.visits().filter(|v| v.0 == job).collect();
            if !rows.is_empty() && i.visits_asked(job) as usize <= rows.len() {
                let p = if rows.iter().any(|r| (r.1, r.2) == (s.crew, s.date)) {
                    Decimal::ZERO
                } else if rows.iter().any(|r| r.1 == s.crew) {
                    s_.change_day
                } else {
                    s_.change_crew
                };
                m += Money::euros(p);
            }
        }
        Pairing::Cost(m)
    }
    fn missing(&self, i: &Instance, job: JobId) -> Money {
        let j = &i.jobs[job];
        let s_ = &i.settings;
        let after = i.dates.last().unwrap().succ_opt().unwrap();
        let mut m = Money::euros(s_.unassigned_visit) * j.priority as i64
            + Money::fraction(s_.unassigned_hour, (j.priority as i128) * j.duration as i128, 60);
        if let Some(due) = j.due {
            m += Money::euros(s_.late_day)
                * (j.priority as i64)
                * (days(due.max(i.dates[0].pred_opt().unwrap()), after) as i64);
        }
        m += Money::fraction(s_.risk_day, j.delay_risk.0 as i128 * days(i.dates[0], after), Decimal::ONE as i128);
        m
    }
    fn route(&self, i: &Instance, s: &Shift, t: &mut RouteTerms) {
        let c = &i.crews[s.crew];
        t.metre = Money::per_metre(c.cost_km.unwrap_or(i.settings.cost_km));
        t.minute = c.cost_hour.map_or(Money::per_minute(i.settings.cost_hour) * s.people as i64, Money::per_minute);
        t.overtime_minute = Money::per_minute(i.settings.cost_overtime_hour) * s.people as i64;
        t.used = Money::euros(c.cost_day);
        t.overtime = Some(s.overtime);
        t.capacity = c.capacity;
        t.sites = c.max_sites_per_day;
    }
    fn week(&self, i: &Instance, crew: CrewId, week: usize, t: &mut WeekTerms) {
        t.worked = i.crews[crew].max_week_minutes;
        let (n, d) = i.fair_share();
        let a = i.available_minutes(crew, Some(i.weeks[week])) as i128;
        let w = i.settings.overload;
        t.service.push(Box::new(move |m| {
            let over = (m as i128 * d as i128 - n as i128 * a).max(0);
            Money::fraction(w, over * over, 3600 * d as i128 * d as i128)
        }));
    }
    fn site(&self, i: &Instance, site: SiteId, t: &mut SiteTerms) {
        t.further_crew = Money::euros(i.settings.second_crew);
        t.usual = i.sites[site].usual_crew;
        t.jobs = (0..i.jobs.len())
            .filter(|&j| {
                i.jobs[j].site == site && i.jobs[j].same_crew != SameCrew::No && t.usual.is_none_or(|u| i.may_do(u, j))
            })
            .collect();
    }
    fn job(&self, i: &Instance, job: JobId, t: &mut JobTerms) {
        let j = &i.jobs[job];
        t.open = j.open;
        t.close = j.close;
        t.once_a_day = true;
        t.one_a_day = j.crews == 1;
        if j.crews > 1 {
            t.together = Some(j.crews);
            t.start_within = j.start_within;
        }
        if j.same_crew == SameCrew::Require {
            t.crews = Some(j.crews);
        }
        t.gap = j.max_gap_days;
        t.after = j.after.clone();
    }
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let g = |k: usize, d: u64| a.get(k).and_then(|x| x.parse().ok()).unwrap_or(d);
    let profile =
        if g(5, 0) == 1 { brigade::generate::Profile::Service } else { brigade::generate::Profile::Construction };
    let t0 = Instant::now();
    let generated = brigade::generate::generate(&brigade::generate::Options {
        crews: g(1, 15) as usize,
        sites: g(2, 98) as usize,
        seed: g(3, 1),
        profile,
    })
    .unwrap();
    let i = generated.instance;
    println!(
        "generated {:?} visits {} shifts {}",
        t0.elapsed(),
        (0..i.jobs.len()).map(|j| i.visits_asked(j)).sum::<u32>(),
        i.shifts.len()
    );
    let rules: &[&dyn Rule] = if std::env::var("ALL").is_ok() { &[&All] } else { brigade::rules::RULES };
    let t0 = Instant::now();
    let ev = CostEvaluator::new(&i, rules);
    println!("compiled {:?}", t0.elapsed());
    let cur = brigade::search::Solution::from_plan(&ev, i.current.as_ref().unwrap());
    let km = |p: &Plan| {
        let t = Timetable::new(&i, p);
        (
            t.tours.iter().map(|t| t.metres).sum::<i64>() / 1000,
            t.tours.iter().map(|t| t.travel).sum::<i32>() / 60,
            t.tours.iter().map(|t| t.service).sum::<i32>() / 60,
            t.missing.iter().sum::<u32>(),
        )
    };
    println!("current {:?} {} excess {}", km(i.current.as_ref().unwrap()), Money(cur.cost), cur.excess);
    let nb = brigade::search::Neighbours::new(&ev, 30);
    println!("neighbours {:?}", t0.elapsed());
    let f = brigade::solve::construct(&ev, &nb, 1);
    println!("fresh {} excess {} {:?}", Money(f.cost), f.excess, t0.elapsed());
    let mut o = Options { rules, threads: 2, ..Default::default() };
    if let Some(x) = a.get(6) {
        let v: Vec<f64> = x.split(',').map(|x| x.parse().unwrap()).collect();
        o.params.temperatures = (v[0], v[1]);
        o.params.descents = v[2];
    }
    let stop = Stop::new(Instant::now(), Some(Duration::from_secs(g(4, 10))), None);
    let out = solve(&i, &o, &stop, &|p| {
        if p.iterations % 1 == 0 {
            println!("{:.1}s {} {} {}", stop.elapsed().as_secs_f64(), p.cost, p.feasible, p.iterations)
        }
    });
    let fin = brigade::search::Solution::from_plan(&ev, &out.plan);
    let v = brigade::check::check(&i, &out.plan);
    println!("audit {} violations {:?}", v.total, v.violations);
    for c in &v.components {
        print!("{} {:.0}; ", c.code, c.amount.to_f64());
    }
    println!();
    println!("final {:?} {} {} it {}", km(&out.plan), Money(fin.cost), fin.excess, out.iterations);
}
