//! Sorting a list by its columns, as its address says: titles that are buttons above a table, a choice above cards.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::i18n::{t, t_with};

/// What a list can be sorted by.
pub trait Key: Copy + PartialEq + 'static {
    /// Each of them; the first is the usual one.
    const ALL: &'static [Self];

    /// Its word in addresses.
    fn word(self) -> &'static str;

    /// The key of the text above its column.
    fn title(self) -> &'static str;
}

/// How a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order<K> {
    /// By what.
    pub by: K,
    /// Whether the last comes first.
    pub backwards: bool,
}

impl<K: Key> Order<K> {
    /// The order that nobody chose.
    pub fn usual() -> Self {
        Self { by: K::ALL[0], backwards: false }
    }

    /// What an address says: a word, or `-` and a word; the usual order when it says nothing known.
    pub fn read(said: Option<&str>) -> Self {
        let said = said.unwrap_or_default();
        let (word, backwards) = said.strip_prefix('-').map_or((said, false), |word| (word, true));
        let by = K::ALL.iter().copied().find(|key| key.word() == word);
        by.map_or_else(Self::usual, |by| Self { by, backwards })
    }

    /// What the address is to say; nothing for the usual order.
    pub fn said(self) -> Option<String> {
        let sign = if self.backwards { "-" } else { "" };
        (self != Self::usual()).then(|| format!("{sign}{}", self.by.word()))
    }

    /// The order once the title of that column is pressed: by it, or the other way round when it is so already.
    pub fn pressed(self, by: K) -> Self {
        Self { by, backwards: self.by == by && !self.backwards }
    }

    /// Sorts by that text or number of each; what is equal stays as it came.
    pub fn sort<T, V: Ord>(self, items: &mut [T], value: impl FnMut(&T) -> V) {
        if self.backwards {
            items.reverse();
        }
        items.sort_by_cached_key(value);
        if self.backwards {
            items.reverse();
        }
    }
}

/// The title of a column: a button that sorts by it.
pub fn head<K: Key>(by: K, class: &'static str, order: Order<K>, onsort: &Callback<Order<K>>) -> Html {
    let sorted = order.by == by;
    let sort = sorted.then_some(if order.backwards { "descending" } else { "ascending" });
    let class = classes!(class, "sortable", sort);
    html! {
        <th scope="col" {class} aria-sort={sort} data-testid={format!("column-{}", by.word())}>
            <button type="button" onclick={onsort.reform(move |_: MouseEvent| order.pressed(by))}>
                { t(by.title()) }<Icon glyph={Glyph::Down} size={14} />
            </button>
        </th>
    }
}

/// The same where there are no columns: a choice, and a button for the other way round.
pub fn choice<K: Key>(order: Order<K>, onsort: &Callback<Order<K>>) -> Html {
    let onchange = onsort.reform(move |event: Event| {
        let word = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        Order { backwards: order.backwards, ..Order::read(word.as_deref()) }
    });
    let onreverse = onsort.reform(move |_: MouseEvent| order.pressed(order.by));
    html! {
        <div class="sort-choice">
            <select class="input" aria-label={t("sort.label")} {onchange} data-testid="sort">
                { for K::ALL.iter().map(|key| html! {
                    <option value={key.word()} selected={*key == order.by}>
                        { t_with("sort.by", &[("column", t(key.title()))]) }
                    </option>
                }) }
            </select>
            <button type="button" class={classes!("button", "button-icon", order.backwards.then_some("descending"))}
                title={t("sort.backwards")} aria-label={t("sort.backwards")} data-testid="sort-backwards"
                aria-pressed={order.backwards.to_string()} onclick={onreverse}>
                <Icon glyph={Glyph::Down} />
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum By {
        Time,
        Name,
    }

    impl Key for By {
        const ALL: &'static [Self] = &[Self::Time, Self::Name];

        fn word(self) -> &'static str {
            if self == Self::Time { "heure" } else { "nom" }
        }

        fn title(self) -> &'static str {
            ""
        }
    }

    #[test]
    fn addresses_say_the_order_unless_it_is_the_usual_one() {
        for (said, by, backwards, again) in [
            (None, By::Time, false, None),
            (Some("heure"), By::Time, false, None),
            (Some("-heure"), By::Time, true, Some("-heure")),
            (Some("nom"), By::Name, false, Some("nom")),
            (Some("-nom"), By::Name, true, Some("-nom")),
            (Some("-autre"), By::Time, false, None),
        ] {
            let order = Order::read(said);
            assert_eq!(order, Order { by, backwards }, "{said:?}");
            assert_eq!(order.said().as_deref(), again, "{said:?}");
        }
        assert_eq!(Order::<By>::usual().pressed(By::Name).pressed(By::Name).said().as_deref(), Some("-nom"));
    }

    #[test]
    fn what_is_equal_stays_as_it_came() {
        let sorted = |backwards| {
            let mut items = [(1, 'b'), (2, 'a'), (3, 'b'), (4, 'a')];
            Order { by: By::Name, backwards }.sort(&mut items, |(_, name)| *name);
            items.map(|(number, _)| number)
        };
        assert_eq!(sorted(false), [2, 4, 1, 3]);
        assert_eq!(sorted(true), [1, 3, 2, 4]);
    }
}
