//! The map: the same agencies as the list, drawn by `embed-snippet/map.js` once it is there.

use std::cell::Cell;
use std::rc::Rc;

use creno_types::{Agency, Catalog};
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;
use yew::prelude::*;

use super::Found;
use super::browser::{MapHandle, open_map};
use crate::components::Waiting;
use crate::i18n::{I18n, use_i18n};
use crate::journey::shell::use_shell;

/// What the map needs besides the shell.
#[derive(Clone, PartialEq, Properties)]
pub struct MapProps {
    /// What the list shows.
    pub found: Found,
    /// Takes the slug of an agency.
    pub onchoose: Callback<String>,
}

/// Where the drawing stands.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Coming,
    Here,
    Lost,
}

/// The map.
#[component]
pub fn AgencyMap(props: &MapProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let node = use_node_ref();
    let stage = use_state_eq(|| Stage::Coming);
    let handle = use_mut_ref(|| None::<MapHandle>);
    // The map is drawn once: the callback of the day is called.
    let onchoose = use_mut_ref(|| props.onchoose.clone());
    onchoose.replace(props.onchoose.clone());
    let catalog = shell.journey.catalog.clone();
    let offered = |catalog: &Catalog| -> Vec<Agency> {
        shell.journey.given.agencies(catalog).into_iter().cloned().collect()
    };
    let agencies = offered(&catalog);
    {
        let (node, set, i18n, agencies) = (node.clone(), stage.setter(), i18n.clone(), agencies.clone());
        let handle = handle.clone();
        use_effect_with(catalog.clone(), move |catalog| {
            let choose = Closure::<dyn Fn(String)>::new(move |slug| {
                let onchoose = onchoose.borrow().clone();
                onchoose.emit(slug);
            });
            let left = Rc::new(Cell::new(false));
            if let Some(node) = node.cast::<Element>() {
                let (listed, tiles) = (listed(&agencies), tiles(catalog));
                let opening =
                    open_map(&node, &listed, &words(&i18n), &tiles, choose.as_ref().unchecked_ref());
                let (left, handle) = (left.clone(), handle.clone());
                spawn_local(async move {
                    let opened = JsFuture::from(opening).await.map(JsCast::unchecked_into::<MapHandle>);
                    match opened {
                        Ok(map) if left.get() => map.close(),
                        Ok(map) => {
                            handle.replace(Some(map));
                            set.set(Stage::Here);
                        }
                        Err(_) => set.set(Stage::Lost),
                    }
                });
            }
            move || {
                left.set(true);
                if let Some(map) = handle.take() {
                    map.close();
                }
                drop(choose);
            }
        });
    }
    let slugs: Vec<String> = props
        .found
        .order
        .iter()
        .filter_map(|(at, _)| agencies.get(*at).map(|agency| agency.slug.to_string()))
        .collect();
    let chosen = shell.journey.choices.agency.clone();
    {
        let focus = u32::try_from(props.found.focus).unwrap_or(u32::MAX);
        let spot = props.found.spot;
        use_effect_with((slugs, focus, spot, chosen, *stage), move |(slugs, focus, spot, chosen, _)| {
            if let Some(map) = &*handle.borrow() {
                let spot =
                    spot.map_or_else(Array::new, |(north, east)| Array::of2(&north.into(), &east.into()));
                map.show(&slugs.iter().map(JsValue::from).collect(), *focus, &spot, chosen.clone());
            }
        });
    }
    html! {
        <section class="map" aria-label={i18n.text("agency.map.title")} data-testid="creno-map">
            if *stage == Stage::Coming { <Waiting rows={3} /> }
            if *stage == Stage::Lost { <p class="count" role="status">{ i18n.text("agency.map.lost") }</p> }
            <div ref={node} />
        </section>
    }
}

fn listed(agencies: &[Agency]) -> Array {
    let one = |agency: &Agency| {
        Array::of5(
            &agency.slug.as_str().into(),
            &(&*agency.name).into(),
            &(&*agency.postcode).into(),
            &agency.position.latitude.into(),
            &agency.position.longitude.into(),
        )
    };
    agencies.iter().map(one).collect()
}

/// In the order in which the script takes them.
fn words(i18n: &I18n) -> Array {
    let keys = [
        i18n.text("agency.map.skip"),
        i18n.text("agency.map.closer"),
        i18n.text("agency.map.further"),
        i18n.text("agency.map.group"),
        i18n.text("agency.map.mainland"),
        i18n.text("agency.map.credit"),
    ];
    keys.into_iter().map(JsValue::from).collect()
}

fn tiles(catalog: &Catalog) -> Array {
    match &catalog.map_tiles {
        Some(tiles) => Array::of2(&(&*tiles.url).into(), &(&*tiles.credit).into()),
        None => Array::new(),
    }
}
