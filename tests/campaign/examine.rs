//! Runs the commands of a week and holds what they write against the judge.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use brigade::files::{self, JobTable, ReadOptions};
use brigade::insight::{Figures, FiguresBlock};
use brigade::judge::{Verdict, check, check_by};
use brigade::model::{CrewId, DayException, Instance, JobId, Plan, Start, Timetable};
use brigade::rules::frozen::{Frozen, freeze};
use brigade::rules::max_changes::MaxChanges;
use brigade::rules::{RULES, Rule, Violation};
use brigade::solve::{Disruption, disrupted};
use brigade::units::Money;
use chrono::{Days, NaiveTime};
use serde_json::Value;

use super::reasons;
use super::script::Script;
use super::step::{Event, Replanned, Step};
use super::week::{Table, Week};

/// Longest that a command may take.
const PATIENCE: Duration = Duration::from_secs(240);
/// How far figures of files may be off: half of what their last digit stands for.
const CENT: f64 = 0.0051;

/// Something that is wrong.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What kind of fault it is, in a few words that are the same for all of the kind.
    pub kind: String,
    pub step: usize,
    pub got: String,
    pub right: String,
}

/// What came of a week.
#[derive(Default)]
pub struct Examined {
    pub plans: usize,
    pub bounds: usize,
    pub left_out: usize,
    /// Whether the week was refused because its figures are too large.
    pub refused: bool,
    pub failures: Vec<Failure>,
}

/// How weeks are examined.
pub struct Examiner<'a> {
    pub binary: PathBuf,
    pub script: Option<&'a Script>,
}

/// A plan of the week itself, by the rules of every run.
struct Known {
    step: usize,
    total: Money,
    what: &'static str,
}

/// A step's instance, rules and plan.
struct Judged {
    instance: Instance,
    frozen: Option<Frozen>,
    limit: Option<MaxChanges>,
    plan: Plan,
}

impl Judged {
    fn rules(&self) -> Vec<&dyn Rule> {
        let limit = self.limit.iter().map(|rule| rule as &dyn Rule);
        RULES.iter().copied().chain(self.frozen.iter().map(|rule| rule as &dyn Rule)).chain(limit).collect()
    }
}

impl Examiner<'_> {
    /// Does what is to be done with a week in an empty folder; a schedule that it takes from a plan is put among its tables.
    pub fn examine(&self, week: &mut Week, folder: &Path) -> Examined {
        let mut run =
            Run { examiner: self, folder, done: Examined::default(), known: Vec::new(), bounds: Vec::new(), sort: "" };
        week.write(folder);
        if week.adopts {
            run.adopt(week);
            week.write(folder);
        }
        for (index, step) in week.steps.iter().enumerate() {
            run.sort = sort(week, step);
            if !run.step(week, index, step) {
                break;
            }
        }
        run.sort = "";
        run.compare_bounds();
        if run.done.failures.is_empty() && !run.done.refused {
            run.other_commands(week);
        }
        run.done
    }
}

struct Run<'e> {
    examiner: &'e Examiner<'e>,
    folder: &'e Path,
    done: Examined,
    known: Vec<Known>,
    bounds: Vec<(usize, f64)>,
    /// What sets the plans of the step apart.
    sort: &'static str,
}

/// How a command ended.
struct Ended {
    status: Option<ExitStatus>,
    said: String,
}

impl Ended {
    fn code(&self) -> Option<i32> {
        self.status.and_then(|status| status.code())
    }

    /// The kind of fault where the command failed by itself.
    fn fault(&self) -> Option<String> {
        match (self.status, self.code()) {
            (None, _) => Some("hang".into()),
            (_, Some(0 | 2 | 3)) => None,
            _ => Some(format!("panic {}", self.panic())),
        }
    }

    /// Where and why it panicked.
    fn panic(&self) -> String {
        let mut lines = self.said.lines().skip_while(|line| !line.contains("panicked at"));
        let place = lines.next().unwrap_or_default().split("panicked at ").nth(1).unwrap_or_default();
        let place = place.rsplit('/').next().unwrap_or_default().trim_end_matches(':').to_owned();
        let file = place.split(':').next().unwrap_or_default();
        format!("{file} {}", lines.next().unwrap_or_default().chars().take(60).collect::<String>())
    }
}

impl Run<'_> {
    fn fail(&mut self, step: usize, kind: impl Into<String>, got: impl Into<String>, right: impl Into<String>) {
        let kind = format!("{}{}", kind.into(), self.sort);
        self.done.failures.push(Failure { kind, step, got: got.into(), right: right.into() });
    }

    fn command(&self, arguments: &[String]) -> Ended {
        let heard = self.folder.join("stderr.txt");
        let file = std::fs::File::create(&heard).expect("writable");
        let mut child = Command::new(&self.examiner.binary)
            .args(arguments)
            .current_dir(self.folder)
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(file)
            .spawn()
            .expect("the command starts");
        let started = Instant::now();
        let status = loop {
            match child.try_wait().expect("the command runs") {
                Some(status) => break Some(status),
                None if started.elapsed() > PATIENCE => {
                    child.kill().expect("the command ends");
                    child.wait().expect("the command ends");
                    break None;
                }
                None => std::thread::sleep(Duration::from_millis(4)),
            }
        };
        Ended { status, said: String::from_utf8_lossy(&std::fs::read(heard).expect("readable")).into_owned() }
    }

    /// Makes a first plan today's schedule.
    fn adopt(&mut self, week: &mut Week) {
        let step = Step::plan(7, 60, "", false);
        let ended = self.command(&step.arguments(99, 1));
        if ended.fault().is_none() && ended.code() == Some(0) {
            week.adopt(&table(&self.folder.join("plan99/plan.csv")));
        }
        week.adopts = false;
    }

    /// Does a step and judges it; false where the week is refused.
    fn step(&mut self, week: &Week, index: usize, step: &Step) -> bool {
        let from = step.replanned.as_ref().and_then(|replanned| replanned.from);
        if from.is_some_and(|from| !self.out(from).join("plan.csv").exists()) {
            return true;
        }
        step.write_events(self.folder, index);
        let ended = self.command(&step.arguments(index, 1));
        if let Some(kind) = ended.fault() {
            self.fail(index, kind, ended.said, "exit 0 or 3");
            return true;
        }
        if ended.code() == Some(2) {
            return self.refused(week, index, &ended.said);
        }
        self.done.plans += 1;
        if step.twice {
            self.twice(index, step);
        }
        match self.judged(week, step, index) {
            Ok(judged) => self.judge(index, step, &judged, ended.code() == Some(3)),
            Err(fault) => self.fail(index, "not read back", fault, "every own folder can be read"),
        }
        true
    }

    /// Whether the rest of the week can go on after a refusal.
    fn refused(&mut self, week: &Week, index: usize, said: &str) -> bool {
        if said.contains("can be counted") || said.contains("the longest way") {
            self.done.refused = true;
            if !week.features.contains("huge figures") && !may_be_too_much(week) {
                self.fail(index, "refused: ordinary figures", said, "ordinary sizes and weights are accepted");
            }
            return false;
        }
        let empty = said.contains("has no visit of this instance") || said.contains("needs a schedule of that week");
        if empty {
            return true;
        }
        let first = said.lines().find(|line| line.contains("error")).unwrap_or(said).to_owned();
        self.fail(index, format!("refused {}", first.chars().take(100).collect::<String>()), said, "the week is valid");
        false
    }

    /// The same run on two threads writes the same bytes.
    fn twice(&mut self, index: usize, step: &Step) {
        let ended = self.command(&step.arguments(index, 2));
        if let Some(kind) = ended.fault() {
            return self.fail(index, format!("{kind}, two threads"), ended.said, "exit 0 or 3");
        }
        for name in ["plan.csv", "routes.csv", "unassigned.csv", "changes.csv"] {
            let [one, two] = ["", "-2"].map(|threads| {
                std::fs::read_to_string(self.folder.join(format!("plan{index}{threads}/{name}"))).unwrap_or_default()
            });
            if one != two {
                return self.fail(
                    index,
                    "threads",
                    format!("{name} with one thread:\n{one}\nwith two:\n{two}"),
                    "the same bytes",
                );
            }
        }
    }

    fn out(&self, index: usize) -> PathBuf {
        self.folder.join(format!("plan{index}"))
    }

    /// The instance and the rules of a step, made by the library, and its plan, read from its folder.
    fn judged(&self, week: &Week, step: &Step, index: usize) -> Result<Judged, String> {
        let limit = step.max_changes.as_ref().map(|most| MaxChanges(most.parse().expect("a number")));
        let (instance, frozen, limit) = match (&step.replanned, step.freeze) {
            (Some(replanned), _) => self.replanned(week, replanned, limit)?,
            (None, Some(date)) => {
                let until = (date + Days::new(1)).and_time(NaiveTime::MIN);
                let (instance, frozen) = freeze(self.read(None, &[])?, until, Vec::new());
                (instance, Some(frozen), limit)
            }
            (None, None) => (self.read(None, &[])?, None, limit),
        };
        let (plan, _) = files::read_plan(&self.out(index), &instance).map_err(|fault| fault.to_string())?;
        self.read(Some(&self.out(index)), &[])?;
        Ok(Judged { instance, frozen, limit, plan })
    }

    fn read(&self, current: Option<&Path>, added: &[JobTable]) -> Result<Instance, String> {
        let options = ReadOptions { current, added, ..ReadOptions::default() };
        let loaded = files::read_instance(self.folder, &options).map_err(|fault| fault.to_string())?;
        Ok(loaded.instance)
    }

    /// What a replan plans: all that was said so far, at the last moment.
    fn replanned(
        &self,
        week: &Week,
        replanned: &Replanned,
        limit: Option<MaxChanges>,
    ) -> Result<(Instance, Option<Frozen>, Option<MaxChanges>), String> {
        let mut said: Vec<&Event> = replanned.events.iter().collect();
        let mut from = replanned.from;
        while let Some(earlier) = from.and_then(|from| week.steps[from].replanned.as_ref()) {
            said.splice(0..0, &earlier.events);
            from = earlier.from;
        }
        let added: Vec<_> = said.iter().filter_map(|event| job_table(event)).collect();
        let agreed = replanned.from.map(|from| self.out(from));
        let mut instance = self.read(agreed.as_deref(), &added)?;
        if let Some(earlier) = replanned.from.and_then(|from| week.steps[from].replanned.as_ref()) {
            instance = still_off(instance, &self.replanned(week, earlier, None)?.0);
        }
        let mut disruption = Disruption { now: replanned.now, frozen: None, absences: Vec::new(), ended: Vec::new() };
        for event in said {
            match event {
                Event::Off { crew, from, to } => {
                    let crew = crew_of(&instance, crew);
                    let dates = instance.dates.iter().filter(|date| (*from..=*to).contains(date));
                    disruption.absences.extend(dates.map(|&date| (crew, date)));
                }
                Event::Cancelled { job } | Event::Finished { job } => {
                    disruption.ended.push((job_of(&instance, job), None))
                }
                Event::Urgent { .. } => {}
            }
        }
        let left = disrupted(instance, &disruption);
        let limit = limit.unwrap_or(MaxChanges(left.displaced as u32 + 3));
        Ok((left.instance, Some(left.frozen), Some(limit)))
    }

    fn judge(&mut self, index: usize, step: &Step, judged: &Judged, said_illegal: bool) {
        let (instance, plan, rules) = (&judged.instance, &judged.plan, judged.rules());
        let verdict = check_by(instance, plan, &rules);
        let summary: Value = std::fs::read(self.out(index).join("summary.json"))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        self.compare_figures(index, instance, plan, &summary);
        if said_illegal == verdict.is_legal() {
            let (got, right) = (format!("exit {}", if said_illegal { 3 } else { 0 }), broken(instance, &verdict));
            self.fail(index, "exit code", got, format!("the judge: {right}"));
        }
        if !verdict.is_legal() {
            self.relieve(index, judged, &verdict);
        }
        self.compare_with_current(index, judged, &verdict);
        self.check_reasons(index, judged);
        if step.replanned.is_none() {
            self.know(index, judged);
            if let Some(bound) = summary["bound"]["cost"].as_f64() {
                self.done.bounds += 1;
                self.bounds.push((index, bound));
            }
        } else if let (Some(bound), true) = (summary["bound"]["cost"].as_f64(), verdict.is_legal())
            && bound > verdict.total.to_f64() + CENT
        {
            self.fail(index, "bound above its own plan", format!("{bound}"), format!("at most {}", verdict.total));
        }
    }

    fn compare_figures(&mut self, index: usize, instance: &Instance, plan: &Plan, summary: &Value) {
        let figures = Figures::new(instance, &check(instance, plan));
        let ours = serde_json::to_value(FiguresBlock::from(&figures)).expect("plain data");
        for (key, value) in ours.as_object().expect("a block") {
            if !agrees(value, &summary["plan"][key]) {
                let got = format!("summary.json says {key} = {}", summary["plan"][key]);
                self.fail(index, format!("figures: {key}"), got, format!("the judge of the folder says {value}"));
            }
        }
    }

    /// A plan that breaks a rule although leaving out what breaks it would be legal, or break less.
    fn relieve(&mut self, index: usize, judged: &Judged, verdict: &Verdict) {
        let (instance, rules) = (&judged.instance, judged.rules());
        let (mut plan, mut last) = (judged.plan.clone(), verdict.clone());
        loop {
            let out = waiting(instance, &blamed(instance, &plan, &last.violations));
            if out.is_empty() {
                return;
            }
            let kept = reasons::restricted(&plan, |job| !out.contains(&job));
            let tried = [earliest(instance, &kept), kept];
            let [moved, still] = tried.each_ref().map(|plan| check_by(instance, plan, &rules));
            let better = moved.violations.len() < still.violations.len();
            let [moved_plan, still_plan] = tried;
            (plan, last) = if better { (moved_plan, moved) } else { (still_plan, still) };
            if last.violations.len() < verdict.violations.len() {
                let names: Vec<_> = out.iter().map(|&job| instance.jobs[job].id.as_str()).collect();
                let codes: BTreeSet<_> = verdict.violations.iter().map(Violation::code).collect();
                let codes = codes.into_iter().collect::<Vec<_>>().join("+");
                let right = format!("without {} it breaks {}", names.join(" "), broken(instance, &last));
                return self.fail(index, format!("illegal {codes}"), broken(instance, verdict), right);
            }
        }
    }

    fn compare_with_current(&mut self, index: usize, judged: &Judged, verdict: &Verdict) {
        let Some(current) = &judged.instance.current else { return };
        // a plan states its starts: a schedule that does not is compared with those that it would have
        let stated = Timetable::new(&judged.instance, current).settled(&judged.instance);
        let current = check_by(&judged.instance, &stated, &judged.rules());
        if !current.is_legal() || verdict.is_legal() && verdict.total <= current.total {
            return;
        }
        let got = format!("{} with {}", verdict.total, broken(&judged.instance, verdict));
        self.fail(index, "worse than current", got, format!("legal at {}", current.total));
    }

    fn check_reasons(&mut self, index: usize, judged: &Judged) {
        let (instance, rules) = (&judged.instance, judged.rules());
        // a limit on changes is no reason
        let rules: Vec<_> = rules.into_iter().filter(|rule| rule.code() != "max-changes").collect();
        let file = self.out(index).join("unassigned.csv");
        let missing = check(instance, &judged.plan).timetable.missing;
        let rows = table(&file);
        let columns = ["job", "missing", "reason", "detail"].map(|name| rows.column(name));
        let listed: usize = columns[1].iter().map(|count| count.parse::<usize>().unwrap_or(0)).sum();
        let asked: u32 = missing.iter().sum();
        if listed != asked as usize {
            self.fail(index, "unassigned.csv: missing", format!("{listed} visits"), format!("{asked} visits"));
        }
        let [ids, _, reasons, details] = &columns;
        for ((id, reason), detail) in ids.iter().zip(reasons).zip(details) {
            self.done.left_out += 1;
            let fault = reasons::fault(instance, &rules, &judged.plan, job_of(instance, id), reason);
            if let Some((kind, right)) = fault {
                self.fail(index, format!("reason: {kind}"), format!("{id}: {reason} ({detail})"), right);
            }
        }
    }

    /// Remembers what is legal by the rules of every run: the plan, today's schedule, and the plan without each job.
    fn know(&mut self, index: usize, judged: &Judged) {
        let Ok(instance) = self.read(None, &[]) else { return };
        let mut plans = vec![("a plan", judged.plan.clone())];
        plans.extend(instance.current.clone().map(|current| ("today's schedule", current)));
        for job in instance.job_ids().filter(|job| judged.plan.visits().any(|visit| visit.0 == *job)) {
            let out = waiting(&instance, &BTreeSet::from([job]));
            plans.push(("a plan with a job left out", reasons::restricted(&judged.plan, |job| !out.contains(&job))));
        }
        for (what, plan) in plans {
            let verdict = check(&instance, &plan);
            if verdict.is_legal() {
                self.known.push(Known { step: index, total: verdict.total, what });
            }
        }
    }

    fn compare_bounds(&mut self) {
        let Some(least) = self.known.iter().min_by_key(|known| known.total) else { return };
        let (least, right) =
            (least.total.to_f64(), format!("{} of step {} costs {}", least.what, least.step, least.total));
        for (step, bound) in std::mem::take(&mut self.bounds) {
            if bound > least + CENT {
                self.fail(step, "bound above a legal plan", format!("bound {bound}"), right.clone());
            }
        }
    }

    /// The commands that only read, on a sample of the weeks; the other judge, too.
    /// Whether a plan that breaks rules holds a time after midnight, which the other judge does not read.
    fn is_past_midnight(&self, index: usize) -> bool {
        let out = self.out(index);
        let times = [("plan.csv", "finish"), ("routes.csv", "back")];
        let times = times.map(|(file, column)| table(&out.join(file)).column(column));
        times.iter().flatten().any(|time| time.len() > "24:00".len() || time.as_str() > "24:00")
    }

    fn other_commands(&mut self, week: &Week) {
        let Some(index) = week.steps.iter().rposition(|step| step.replanned.is_none()) else { return };
        if !self.out(index).join("plan.csv").exists() || !week.seed.is_multiple_of(5) {
            return;
        }
        let (folder, plan) = (".".to_owned(), format!("plan{index}"));
        let jobs = week.tables["jobs.csv"].column("job");
        let mut commands =
            vec![vec!["check".to_owned(), folder.clone()], vec!["check".into(), folder.clone(), plan.clone()]];
        commands.push(vec!["compare".into(), folder.clone(), "plan0".into(), plan.clone()]);
        let explained = jobs.iter().take(3);
        commands.extend(explained.map(|job| vec!["explain".into(), folder.clone(), plan.clone(), job.clone()]));
        for arguments in commands {
            let ended = self.command(&arguments);
            if let Some(kind) = ended.fault() {
                self.fail(index, format!("{kind}, {}", arguments[0]), ended.said, "exit 0, 2 or 3");
            } else if ended.code() == Some(2) && !(arguments[0] == "compare" && ended.said.contains("no visit")) {
                self.fail(index, format!("{} refused", arguments[0]), ended.said, "own output can be read");
            }
        }
        let judged =
            week.seed.is_multiple_of(25) && week.steps[index].freeze.is_none() && !self.is_past_midnight(index);
        if let (Some(script), true) = (self.examiner.script, judged) {
            let told = script.judge(self.folder, &self.out(index));
            if told["mismatches"] != Value::Array(Vec::new()) {
                self.fail(index, "the other judge", told["mismatches"].to_string(), "no mismatch");
            }
        }
    }
}

/// Whether figures are so large that a refusal is right.
fn may_be_too_much(week: &Week) -> bool {
    let overload = week.settings.get(&("weights".into(), "overload".into()));
    let huge = ["huge legs", "lat and lon exchanged", "far sites", "weights of 100000 and more", "other prices"];
    overload.is_some() || huge.iter().any(|feature| week.features.contains(feature))
}

/// What sets the plans of a step apart.
fn sort(week: &Week, step: &Step) -> &'static str {
    let from = step.replanned.as_ref().and_then(|replanned| replanned.from);
    match step {
        _ if from.is_some_and(|from| week.steps[from].replanned.is_some()) => ", replanned again",
        Step { replanned: Some(_), .. } => ", replanned",
        Step { freeze: Some(_), .. } => ", frozen",
        Step { max_changes: Some(_), .. } => ", few changes",
        _ => "",
    }
}

fn broken(instance: &Instance, verdict: &Verdict) -> String {
    let text = |violation: &Violation| {
        format!("{} ({})", violation.code(), violation.text(instance, brigade::i18n::Locale::En))
    };
    let texts: Vec<_> = verdict.violations.iter().map(text).collect();
    if texts.is_empty() { "nothing".into() } else { texts.join(", ") }
}

fn agrees(ours: &Value, told: &Value) -> bool {
    match (ours, told) {
        (Value::Object(ours), Value::Object(told)) => {
            ours.len() == told.len()
                && ours.iter().all(|(key, value)| told.get(key).is_some_and(|told| agrees(value, told)))
        }
        (Value::Number(ours), Value::Number(told)) => ours.as_f64() == told.as_f64(),
        _ => ours == told,
    }
}

/// The jobs that violations blame and that no pin holds.
fn blamed(instance: &Instance, plan: &Plan, violations: &[Violation]) -> BTreeSet<JobId> {
    let mut jobs = BTreeSet::new();
    for violation in violations.iter().filter(|violation| violation.code() != "pinned") {
        let planned = plan.visits().filter(|&(job, crew, date)| match violation {
            Violation { job: Some(own), .. } => *own == job,
            Violation { crew: own, date: on, .. } => {
                own.is_none_or(|own| own == crew) && on.is_none_or(|on| on == date)
            }
        });
        jobs.extend(planned.map(|visit| visit.0));
    }
    jobs.retain(|&job| !instance.pins.iter().any(|pin| pin.job == job && !pin.dropped));
    jobs
}

/// Jobs with all that wait for them, those that a pin holds left out.
fn waiting(instance: &Instance, jobs: &BTreeSet<JobId>) -> BTreeSet<JobId> {
    let mut out = jobs.clone();
    loop {
        let more: Vec<_> = instance
            .job_ids()
            .filter(|&job| !out.contains(&job) && instance.jobs[job].after.iter().any(|before| out.contains(before)))
            .collect();
        if more.is_empty() {
            break;
        }
        out.extend(more);
    }
    out.retain(|&job| !instance.pins.iter().any(|pin| pin.job == job && !pin.dropped));
    out
}

/// The plan with every visit as early as it can be, but for what has begun.
fn earliest(instance: &Instance, plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    for route in &mut plan.routes {
        for visit in &mut route.visits {
            let begun = instance
                .pins
                .iter()
                .any(|pin| pin.start.is_some() && pin.job == visit.job && pin.holds(route.crew, route.date));
            if !begun {
                visit.start = Start::Earliest;
            }
        }
    }
    plan
}

/// The instance with the crews off that were off before: absent before they began, whatever a pin made them begin since.
fn still_off(instance: Instance, before: &Instance) -> Instance {
    let mut parts = instance.into_parts();
    for (crew, own) in CrewId::enumerate(&before.crews) {
        let off = own.exceptions.iter().filter(|(_, exception)| matches!(exception, DayException::Off));
        parts.crews[crew].exceptions.extend(off.map(|(&date, &exception)| (date, exception)));
    }
    Instance::new(parts)
}

fn crew_of(instance: &Instance, id: &str) -> CrewId {
    instance.crew_ids().find(|&crew| instance.crews[crew].id == id).expect("a crew of the week")
}

fn job_of(instance: &Instance, id: &str) -> JobId {
    instance.job_ids().find(|&job| instance.jobs[job].id == id).expect("a job of the week")
}

fn job_table(event: &Event) -> Option<JobTable> {
    let Event::Urgent { job, site, duration, priority } = event else { return None };
    let text = format!("job,site,duration,priority\n{job},{site},{duration},{priority}\n");
    Some(JobTable { name: "urgent".into(), bytes: text.into_bytes() })
}

/// A table that brigade wrote.
pub fn table(path: &Path) -> Table {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("a table");
    let mut rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    Table { header: rows.next().expect("a header"), rows: rows.collect() }
}
