//! Tables of what may be made and changed, in a small notation.
//!
//! A request is written `NAME [:TYPE] [CREATE|UPDATE|DELETE] [PROPERTY…]; NAME …`, a property as
//! `name[!OPERATION][~KIND][=value]`. A name with slashes is the path of a composite child.

mod fixture;
mod grammar;
mod shown;

use super::*;
use crate::id::EntityName;
use crate::quota::Quotas;
use crate::status::{ErrorCode, State};
use fixture::{draft, entity_id, name, told, types, update_of};

const NOW: Timestamp = Timestamp::from_seconds(100);

fn made(text: &str) -> crate::Result<Entity> {
    create(draft(text), entity_id("pump-1"), &types(), &Quotas::AWS, NOW)
}

/// `want` is the entity told, or `!` and a part of the error.
fn check_create(text: &str, want: &str) {
    compare(text, made(text), want);
}

fn check_update(before: &str, text: &str, want: &str) {
    let before = made(before).unwrap();
    let untouched = before.clone();
    compare(text, update(&before, update_of(text), &types(), &Quotas::AWS, NOW), want);
    assert_eq!(before, untouched);
}

fn compare(text: &str, got: crate::Result<Entity>, want: &str) {
    match (got, want.strip_prefix('!')) {
        (Ok(it), None) => assert_eq!(told(&it), want, "{text}"),
        (Err(it), Some(want)) => assert!(it.message().contains(want), "{text}: {it}"),
        (Ok(it), Some(_)) => panic!("{text}: got {}, want {want}", told(&it)),
        (Err(it), None) => panic!("{text}: {it}"),
    }
}

#[test]
fn components_are_made() {
    check_create("", "");
    check_create("a :t.plain r=x", "a:t.plain(r=x)");
    check_create("a :t.plain r=x s=hello d=2.5; b :t.leaf", "a:t.plain(r=x s=hello d=2.5) b:t.leaf()");
    check_create("a :t.plain", "!property `r` of component `a` is required");
    check_create("a r=x", "!component `a` needs a componentTypeId");
    check_create("a :t.none r=x", "!component type `t.none` does not exist in workspace");
    check_create("a :t.abstract", "!component type `t.abstract` is abstract");
    check_create("a :t.plain r=x nobody=1", "!property `nobody` of component `a` is not defined");
    check_create("a :t.plain r=x nobody~STRING=hi", "a:t.plain(r=x nobody~STRING=hi)");
    check_create("a :t.plain r=x nobody~LIST", "!nestedType");
    check_create("a :t.plain r=x s=1.5", "!components.a.properties.s.value.doubleValue");
    check_create("a :t.plain r=x ts=1.5", "!property `ts` of component `a` is a time series");
    check_create("a :t.plain r=x c=blue", "!enum value set: [red, green]");
    check_create("a :t.plain r=x c=red", "a:t.plain(r=x c=red)");
    check_create("a :t.plain r=x s~DOUBLE", "!the inherited type STRING cannot change");
}

#[test]
fn operations_are_mild_in_creating() {
    check_create("a :t.plain r!UPDATE=x s!CREATE=y", "a:t.plain(r=x s=y)");
    check_create("a :t.plain r=x s!RESET_VALUE", "a:t.plain(r=x)");
    check_create("a :t.plain r=x s!DELETE", "!cannot be deleted");
    check_create("a :t.plain r=x nobody!RESET_VALUE", "!does not exist and cannot be reset");
}

#[test]
fn singletons_count_their_heirs() {
    check_create("a :t.single", "a:t.single()");
    check_create("a :t.single; b :t.single", "!component type `t.single` is a singleton");
    check_create("a :t.heir; b :t.single", "!component type `t.single` is a singleton");
    check_create("a :t.heir; b :t.free", "a:t.heir() b:t.free()");
    check_update("a :t.single", "b :t.heir", "!not both `a` and `b`");
    check_update("a :t.single", "a DELETE; b :t.heir", "b:t.heir()");
}

#[test]
fn composite_children_come_with_their_type() {
    check_create("a :t.tree", "a:t.tree() a/left:t.leaf() a/left2:t.branch() a/left2/tip:t.leaf()");
    check_create(
        "a :t.tree; a/left v=1; a/left2/tip v=2",
        "a:t.tree() a/left:t.leaf(v=1) a/left2:t.branch() a/left2/tip:t.leaf(v=2)",
    );
    check_create("a :t.tree; a/right v=1", "!composite component `a/right` does not exist");
    check_create("a :t.deep", "!levels of the composite component would be 6");
    check_create("a :t.endless", "!levels of the composite component");
    check_create("a :t.holder", "!property `r` of component `a/it` is required");
    check_create("a :t.holder; a/it r=x", "a:t.holder() a/it:t.plain(r=x)");
    let tree = "a :t.tree";
    let rest = "a/left2:t.branch() a/left2/tip:t.leaf()";
    check_update(tree, "a/left v=7", &format!("a:t.tree() a/left:t.leaf(v=7) {rest}"));
    check_update(
        tree,
        "a/left CREATE v=7",
        "!composite component `a/left` cannot be created as it already exists",
    );
    check_update(tree, "a/left DELETE", "!cannot be deleted alone");
    check_update(tree, "a/middle v=7", "!composite component `a/middle` does not exist");
    check_update("", "a :t.holder; a/it r=x", "a:t.holder() a/it:t.plain(r=x)");
    check_update("", "a :t.holder; a/it r!CREATE=x", "a:t.holder() a/it:t.plain(r=x)");
    check_update("a :t.holder; a/it r=x", "a/it r!CREATE=y", "!cannot be created as it already exists");
}

#[test]
fn component_updates() {
    let one = "a :t.plain r=x s=y";
    check_update(one, "a s=z", "a:t.plain(r=x s=z)");
    check_update(one, "b :t.leaf v=1", "a:t.plain(r=x s=y) b:t.leaf(v=1)");
    check_update(
        one,
        "a CREATE :t.plain r=x",
        "!component `a` of entity pump-1 cannot be created as it already exists",
    );
    check_update(one, "b UPDATE v=1", "!component `b` does not exist in entity pump-1");
    check_update(one, "b DELETE", "!component `b` does not exist in entity pump-1");
    check_update(one, "a DELETE :t.plain", "");
    check_update(one, "a :t.leaf s=z", "!cannot change to `t.leaf`");
    check_update(one, "a :t.plain s=z", "a:t.plain(r=x s=z)");
    check_update(one, "b CREATE v=1", "!component `b` needs a componentTypeId");
    check_update(one, "a s=z; b :t.none", "!component type `t.none` does not exist");
    check_update(one, "", "a:t.plain(r=x s=y)");
}

#[test]
fn property_updates() {
    let one = "a :t.plain r=x s=y own~STRING=hi";
    check_update(
        one,
        "a own!CREATE~STRING=q",
        "!property `own` of component `a` cannot be created as it already",
    );
    check_update(
        one,
        "a s!CREATE~STRING=q",
        "!property `s` of component `a` cannot be created as it already",
    );
    check_update(one, "a q!CREATE~STRING=q", "a:t.plain(r=x s=y own~STRING=hi q~STRING=q)");
    check_update(one, "a q!CREATE=q", "!is not defined in component type `t.plain`");
    check_update(one, "a q=q", "!is not defined in component type `t.plain`");
    check_update(one, "a q~STRING", "a:t.plain(r=x s=y own~STRING=hi q~STRING)");
    check_update(one, "a own!DELETE", "a:t.plain(r=x s=y)");
    check_update(one, "a s!DELETE", "!is defined in component type `t.plain` and cannot be deleted");
    check_update(one, "a q!DELETE", "!does not exist and cannot be deleted");
    check_update("a :t.plain r=x s~STRING=q", "a s!DELETE", "!is defined in component type `t.plain`");
    check_update(one, "a s!RESET_VALUE d!RESET_VALUE", "a:t.plain(r=x own~STRING=hi)");
    check_update(one, "a own!RESET_VALUE", "a:t.plain(r=x s=y own~STRING)");
    check_update(one, "a r!RESET_VALUE", "!property `r` of component `a` is required");
    check_update(one, "a q!RESET_VALUE", "!does not exist and cannot be reset");
    check_update(one, "a ts=4", "!is a time series");
    check_update(one, "a own~DOUBLE", "!componentUpdates.a.propertyUpdates.own.value.stringValue");
    check_update(one, "a own~DOUBLE=4.5", "a:t.plain(r=x s=y own~DOUBLE=4.5)");
}

#[test]
fn busy_and_synced_entities_are_refused() {
    let check = |state, sync_source: Option<&str>, want: &str| {
        let mut entity = made("").unwrap();
        entity.status.state = state;
        entity.sync_source = sync_source.map(str::to_owned);
        compare(want, update(&entity, update_of(""), &types(), &Quotas::AWS, NOW), want);
    };
    check(State::Creating, None, "!Cannot update Entity pump-1 when it is in CREATING state");
    check(State::Updating, None, "!Cannot update Entity pump-1 when it is in UPDATING state");
    check(State::Error, None, "");
    check(State::Active, Some("SITEWISE"), "!is synced from SITEWISE");
}

#[test]
fn names_descriptions_and_parents() {
    let before = made("").unwrap();
    let change = |it: EntityUpdate| update(&before, it, &types(), &Quotas::AWS, NOW);
    let parent = |update_type, parent: Option<&str>| {
        let parent = parent.map(|it| Parent::parse("p", it).unwrap());
        change(EntityUpdate { parent: Some(ParentUpdate { update_type, parent }), ..EntityUpdate::default() })
    };
    let renamed = EntityUpdate { name: Some(EntityName::trusted("new")), ..EntityUpdate::default() };
    assert_eq!(change(renamed).unwrap().name, "new");
    let moved = parent(ParentUpdateType::Update, Some("hall-1")).unwrap();
    assert_eq!(moved.parent.as_str(), "hall-1");
    assert_eq!(parent(ParentUpdateType::Delete, Some("hall-1")).unwrap().parent, Parent::Root);
    assert!(
        parent(ParentUpdateType::Update, None)
            .unwrap_err()
            .message()
            .contains("parentEntityUpdate.parentEntityId")
    );
    let chain = [entity_id("hall-1"), entity_id("pump-1")];
    assert!(check_move(&entity_id("pump-1"), chain.iter()).is_err());
    assert!(check_move(&entity_id("pump-2"), chain.iter()).is_ok());
    assert!(check_depth(29, 1, &Quotas::AWS).is_ok());
    assert!(check_depth(29, 2, &Quotas::AWS).is_err());
}

#[test]
fn quotas_hold() {
    let many: Vec<String> = (0..31).map(|it| format!("c{it} :t.leaf")).collect();
    check_create(&many.join("; "), "!components of the entity would be 31, the quota is 30");
    let many: Vec<String> = (0..800).map(|it| format!("p{it}~STRING")).collect();
    check_create(&format!("a :t.leaf {}", many.join(" ")), "!properties of the component would be 801");
}

#[test]
fn groups_grow_and_shrink() {
    let group = |text: &str, update_type, names: Option<&[&str]>| {
        let mut it = update_of(text);
        let property_names = names.map(|it| it.iter().map(|it| name(it)).collect());
        let update = PropertyGroupUpdate { update_type, property_names };
        it.components.get_mut("a").unwrap().property_groups.insert(name("g"), update);
        it
    };
    let apply = |entity: &Entity, it| update(entity, it, &types(), &Quotas::AWS, NOW);
    let refused = |entity: &Entity, it, want: &str| {
        let got = apply(entity, it).unwrap_err();
        assert!(got.message().contains(want), "{got}");
    };
    let create = Some(PropertyGroupUpdateType::Create);
    let plain = made("a :t.plain r=x").unwrap();
    let grown = apply(&plain, group("a", None, Some(&["s", "d"]))).unwrap();
    assert_eq!(grown.components["a"].property_groups["g"].property_names, [name("s"), name("d")]);
    refused(
        &grown,
        group("a", create, None),
        "property group `g` of component `a` cannot be created as it already",
    );
    refused(
        &plain,
        group("a", Some(PropertyGroupUpdateType::Update), None),
        "does not exist and cannot be updated",
    );
    refused(
        &plain,
        group("a", Some(PropertyGroupUpdateType::Delete), None),
        "does not exist and cannot be deleted",
    );
    refused(&plain, group("a", create, Some(&["ts"])), "is a time series");
    refused(&plain, group("a", create, Some(&["q"])), "does not exist");
    refused(&plain, group("a", create, Some(&["s", "s"])), "is named twice");
    let own = apply(&plain, group("a own~STRING", create, Some(&["own"]))).unwrap();
    refused(&own, update_of("a own!DELETE"), "property `own` in property group `g`");
    let kept = apply(&own, group("a", None, None)).unwrap();
    assert_eq!(kept.components["a"].property_groups["g"].property_names, [name("own")]);
    let gone = apply(&own, group("a", Some(PropertyGroupUpdateType::Delete), None)).unwrap();
    assert!(gone.components["a"].property_groups.is_empty());
    let typed = made("a :t.grouped").unwrap();
    refused(
        &typed,
        group("a", Some(PropertyGroupUpdateType::Delete), None),
        "is defined in the component type",
    );
}

#[test]
fn initializers_bring_definitions_and_values() {
    let brought = |text: &str| {
        let update = update_of(&format!("x {text}"));
        let properties = &update.components["x"].properties;
        let it = properties.iter();
        it.map(|(name, it)| {
            (name.clone(), Property { definition: it.definition.clone(), value: it.value.clone() })
        })
        .collect::<IndexMap<_, _>>()
    };
    let finish = |entity: &Entity, path: &str, brought| {
        let mut entity = entity.clone();
        import(&mut entity, path, brought, &types(), &Quotas::AWS, Timestamp::from_seconds(200));
        entity
    };
    check_create("a :t.init", "!property `id` of component `a` is required");
    let waiting = made("a :t.init id=seven; b :t.leaf").unwrap();
    assert_eq!(waiting.status, Status::of(State::Creating));
    assert_eq!(pending(&waiting), ["a"]);

    let done = finish(&waiting, "a", Ok(brought("late=1 extra~STRING=x")));
    assert_eq!(told(&done), "a:t.init(id=seven late=1 extra~STRING=x) b:t.leaf()");
    assert_eq!((done.status.clone(), pending(&done).len()), (Status::of(State::Active), 0));
    let is_imported = |it: &Property| it.definition.as_ref().is_some_and(|it| it.is_imported);
    assert!(is_imported(&done.components["a"].properties["extra"]));
    let again = |text: &str| update(&done, update_of(text), &types(), &Quotas::AWS, NOW);
    assert!(again("a id=eight").unwrap_err().message().contains("is final"));
    assert!(again("a extra!DELETE").unwrap_err().message().contains("was imported"));
    assert_eq!(again("a id=seven late=2").unwrap().status.state, State::Active);

    let without = finish(&waiting, "a", Ok(brought("extra~STRING=x")));
    assert_eq!(without.status.error.as_ref().unwrap().0, ErrorCode::ValidationError);
    let failed = finish(&waiting, "a", Err((ErrorCode::ProcessingError, "boom".to_owned())));
    assert_eq!(
        failed.status,
        Status {
            state: State::Error,
            error: Some((ErrorCode::ProcessingError, "component `a`: boom".to_owned()))
        }
    );
    let mended = update(&failed, update_of("a id=nine"), &types(), &Quotas::AWS, NOW).unwrap();
    assert_eq!((mended.status.state, pending(&mended)), (State::Updating, vec!["a".to_owned()]));
    let aside = update(&failed, update_of("b v=1"), &types(), &Quotas::AWS, NOW).unwrap();
    assert_eq!(aside.status.state, State::Error);
}

#[test]
fn failures_climb_from_composite_children() {
    let mut entity = made("a :t.inits; a/it id=one").unwrap();
    assert_eq!(pending(&entity), ["a/it"]);
    let boom = Err((ErrorCode::ProcessingError, "boom".to_owned()));
    import(&mut entity, "a/it", boom, &types(), &Quotas::AWS, NOW);
    let codes =
        (entity.components["a"].status.error.clone().unwrap().0, entity.status.error.clone().unwrap());
    let why = "component `a`: composite component `it`: boom".to_owned();
    assert_eq!(codes, (ErrorCode::CompositeComponentFailure, (ErrorCode::CompositeComponentFailure, why)));
    let mut mended = update(&entity, update_of("a/it id=two late=1"), &types(), &Quotas::AWS, NOW).unwrap();
    assert_eq!((mended.status.state, mended.components["a"].status.state), (State::Updating, State::Active));
    import(&mut mended, "a/it", Ok(IndexMap::new()), &types(), &Quotas::AWS, NOW);
    assert_eq!((mended.status, pending(&entity).len()), (Status::of(State::Active), 0));
}
