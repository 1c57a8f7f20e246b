//! How many refusals of each code, what each means and what to do about it.

use creno_types::ProblemCode;
use creno_types::refusal::RefusalCount;
use yew::prelude::*;

use super::filter::Filter;
use crate::i18n::{grouped, t, words};

/// Properties of [`ByReason`].
#[derive(Properties, PartialEq)]
pub struct ByReasonProps {
    /// The counts of the period.
    pub counts: Vec<RefusalCount>,
    /// Which refusals are shown.
    pub filter: Filter,
}

/// Each code, the most frequent first; it opens on its meaning.
#[component]
pub fn ByReason(props: &ByReasonProps) -> Html {
    let reasons = by_reason(&props.counts);
    let most = reasons.first().map_or(1, |(_, count)| *count).max(1);
    let alone = reasons.len() == 1;
    html! {
        <section class="by-reason">
            <h2>{ t("refusals.by_reason") }</h2>
            <ul>
                { for reasons.iter().map(|(code, count)| {
                    let [name, meaning, action] = words::refusal(*code);
                    let width = format!("{:.2}%", *count as f64 * 100.0 / most as f64);
                    html! {
                        <li key={code.as_str()}>
                            <details open={alone} data-testid="reason-count" data-reason={code.as_str()}>
                                <summary>
                                    <span class="reason-name">{ name }</span>
                                    <svg class="reason-bar" width="100%" height="8" aria-hidden="true"
                                        focusable="false">
                                        <rect width={width} height="8" rx="4" />
                                    </svg>
                                    <span class="reason-count">{ grouped(*count) }</span>
                                </summary>
                                <div class="reason-words">
                                    <p>{ meaning }</p>
                                    <p><strong>{ t("refusals.what_to_do") }</strong>{ action }</p>
                                    { only(props, *code) }
                                </div>
                            </details>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

/// The way to the refusals of that code alone, or back from them.
fn only(props: &ByReasonProps, code: ProblemCode) -> Html {
    let is_only = props.filter.query.reason == Some(code);
    let (text, wanted) = if is_only { ("refusals.all", None) } else { ("refusals.only", Some(code)) };
    html! {
        <p><button type="button" class="button button-quiet" data-testid="only"
            onclick={props.filter.with_reason(wanted)}>{ t(text) }</button></p>
    }
}

/// How many there are of each code, the most frequent first.
fn by_reason(counts: &[RefusalCount]) -> Vec<(ProblemCode, usize)> {
    let mut reasons: Vec<(ProblemCode, usize)> = Vec::new();
    for count in counts {
        match reasons.iter_mut().find(|(code, _)| *code == count.reason) {
            Some((_, sum)) => *sum += occurrences(count),
            None => reasons.push((count.reason, occurrences(count))),
        }
    }
    reasons.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), code.as_str()));
    reasons
}

/// How many there are in all.
pub fn total(counts: &[RefusalCount]) -> usize {
    counts.iter().map(occurrences).sum()
}

/// A count as it is shown: none is negative.
pub fn occurrences(count: &RefusalCount) -> usize {
    usize::try_from(count.occurrences).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_comes_first() {
        let count =
            |day: &str, reason, occurrences| RefusalCount { day: day.parse().unwrap(), reason, occurrences };
        let counts = [
            count("2026-06-15", ProblemCode::RefusedAsRobot, 3),
            count("2026-06-15", ProblemCode::RateLimited, 2),
            count("2026-06-14", ProblemCode::RateLimited, 40),
        ];
        let expected = [(ProblemCode::RateLimited, 42), (ProblemCode::RefusedAsRobot, 3)];
        assert_eq!(by_reason(&counts), expected);
        assert_eq!(total(&counts), 45);
    }
}
