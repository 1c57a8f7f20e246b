//! Changes of what is typed, or of what an address says.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Takes a value, puts it into what is `known` so far, and gives that on.
pub fn changing<T, V>(known: &T, give: &Callback<T>, change: impl Fn(&mut T, V) + 'static) -> Callback<V>
where
    T: Clone + 'static,
    V: 'static,
{
    let known = known.clone();
    give.reform(move |value| {
        let mut known = known.clone();
        change(&mut known, value);
        known
    })
}

/// What is chosen in a list; `None` for the line that stands for no choice.
pub fn chosen(event: Event) -> Option<String> {
    let select = event.target_dyn_into::<HtmlSelectElement>();
    select.map(|select| select.value()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;

    #[test]
    fn the_rest_stays_as_it_is_known() {
        let given = Rc::new(RefCell::new(Vec::new()));
        let give = {
            let given = given.clone();
            Callback::from(move |pair| given.borrow_mut().push(pair))
        };
        let change = changing(&(1, "kept"), &give, |pair, number| pair.0 = number);
        change.emit(2);
        change.emit(3);
        assert_eq!(*given.borrow(), [(2, "kept"), (3, "kept")]);
    }
}
