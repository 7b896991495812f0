//! Built-in types in which dynamic scenes keep their nodes, layers and settings.

use super::declare::{
    Declared, Property, boolean, component_type, double, integer, one_of, properties, property, relationship,
    string, strings,
};
use crate::value::DataType;

pub(super) fn types() -> Vec<Declared> {
    vec![
        scene(),
        node(),
        component_type(
            "com.amazon.iottwinmaker.3d.layer",
            "Layer of a 3D scene",
            properties(&["type", "queryString", "relationshipName"], &string()),
        ),
        tag(),
        data_overlay(),
        model_ref(),
        component_type(
            "com.amazon.iottwinmaker.3d.component.modelshader",
            "Colour or opacity of a 3D model, by data",
            with(vec![property("dataBinding", strings())], properties(&["properties"], &strings())),
        ),
        component_type(
            "com.amazon.iottwinmaker.3d.component.submodelref",
            "Part of a 3D model",
            vec![property("selector", string()), property("parentRef", relationship())],
        ),
        motion_indicator(),
        light(),
        component_type(
            "com.amazon.iottwinmaker.3d.component.camera",
            "Viewpoint in a 3D scene",
            with(
                vec![property("cameraType", string())],
                properties(&["fov", "near", "far", "zoom"], &double()),
            ),
        ),
        component_type(
            "com.amazon.iottwinmaker.3d.component.animation",
            "Animation of a 3D model",
            vec![property("properties", strings())],
        ),
        component_type(
            "test.com.amazon.iottwinmaker.3d.component.planegeometry",
            "Plane in a 3D scene",
            with(
                properties(&["width", "height"], &double()),
                properties(&["color", "textureUri"], &string()),
            ),
        ),
    ]
}

fn scene() -> Declared {
    let maps = DataType::map(strings());
    let mut all = properties(&["specVersion", "version", "unit"], &string());
    all.extend([
        property("rule_statements", DataType::map(DataType::list(string()))),
        property("properties_environmentPreset", string()),
        property("properties_dataBindingConfig", maps.clone()),
        property("properties_componentSettings", maps),
        property("properties_matterportModelId", string()),
        property("properties_tagCustomColors", DataType::list(string())),
        property("properties_layerDefaultRefreshInterval", integer()),
        property("connectedToLayers", DataType::list(relationship())),
    ]);
    component_type("com.amazon.iottwinmaker.3d.scene", "Root of a 3D scene", all)
}

fn node() -> Declared {
    let numbers = DataType::list(double());
    let mut all = vec![property("name", string()).required()];
    all.extend(properties(&["transform_position", "transform_rotation", "transform_scale"], &numbers));
    all.extend([
        property("transformConstraint_snapToFloor", boolean()),
        // Misspelt on AWS too, and clients write it so.
        property("tranform_reference", relationship()),
        property("components", DataType::list(relationship())),
        property("properties", strings()),
        property("isVisualOf", relationship()),
        property("inLayerOf", relationship()),
    ]);
    component_type("com.amazon.iottwinmaker.3d.node", "Node of a 3D scene", all)
}

fn tag() -> Declared {
    let texts = ["icon", "chosenColor", "customIcon_iconName", "customIcon_prefix", "navLink_destination"];
    let mut all = properties(&texts, &string());
    all.extend(properties(&["navLink_params", "properties", "styleBinding"], &strings()));
    all.push(property("offset", DataType::list(double())));
    component_type("com.amazon.iottwinmaker.3d.component.tag", "Tag in a 3D scene", all)
}

fn data_overlay() -> Declared {
    let rows = DataType::list(strings());
    let all = vec![
        property("subType", one_of(&["TextAnnotation", "OverlayPanel"])).required(),
        property("dataRows", rows.clone()).required(),
        property("rowBindings", rows),
        property("properties", strings()),
    ];
    component_type("com.amazon.iottwinmaker.3d.component.dataoverlay", "Data shown over a 3D scene", all)
}

fn model_ref() -> Declared {
    let kinds = one_of(&["GLB", "GLTF", "Tiles3D", "Environment"]);
    let all = vec![
        property("uri", string()).required(),
        property("modelType", kinds).required(),
        property("unitOfMeasure", string()),
        property("castShadow", boolean()),
        property("receiveShadow", boolean()),
        property("localScale", DataType::list(double())),
        property("colorBinding", strings()),
        property("opacityBinding", strings()),
        property("properties", strings()),
    ];
    component_type("com.amazon.iottwinmaker.3d.component.modelref", "3D model in a scene", all)
}

fn motion_indicator() -> Declared {
    let colours = ["config_defaultBackgroundColor", "config_defaultForegroundColor"];
    let mut all = vec![property("shape", string()), property("config_numOfRepeatInY", integer())];
    all.extend(properties(&["config_backgroundColorOpacity", "config_defaultSpeed"], &double()));
    all.extend(properties(&colours, &string()));
    all.push(property("appearanceBindings", DataType::list(strings())));
    component_type("com.amazon.iottwinmaker.3d.component.motionindicator", "Shows motion in a 3D scene", all)
}

fn light() -> Declared {
    let numbers = ["lightSettings_intensity", "lightSettings_distance", "lightSettings_decay"];
    let mut all = properties(&["lightType", "lightSettings_color", "lightSettings_groundColor"], &string());
    all.extend(properties(&numbers, &double()));
    all.push(property("lightSettings_castShadow", boolean()));
    component_type("com.amazon.iottwinmaker.3d.component.light", "Light in a 3D scene", all)
}

fn with(mut these: Vec<Property>, those: Vec<Property>) -> Vec<Property> {
    these.extend(those);
    these
}
