//! Request bodies: whatever arrives becomes a shape or a clear fault, and a shape survives being written and read.

use gemel_api::decode;
use gemel_api::twinmaker as shape;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One input: the first byte chooses the shape, the rest is the body.
pub fn json_shapes(data: &[u8]) {
    let Some((which, body)) = data.split_first() else { return };
    match which % 8 {
        0 => one::<shape::CreateEntityRequest>(body),
        1 => one::<shape::UpdateEntityRequest>(body),
        2 => one::<shape::CreateComponentTypeRequest>(body),
        3 => one::<shape::BatchPutPropertyValuesRequest>(body),
        4 => one::<shape::GetPropertyValueHistoryRequest>(body),
        5 => one::<shape::GetPropertyValueRequest>(body),
        6 => one::<shape::ListEntitiesRequest>(body),
        _ => one::<shape::CreateSceneRequest>(body),
    }
}

fn one<T: DeserializeOwned + Serialize + Default>(body: &[u8]) {
    match decode::<T>(body) {
        Ok(it) => {
            let text = serde_json::to_string(&it).expect("a shape can be written");
            let again = decode::<T>(text.as_bytes()).expect("what was written can be read");
            assert_eq!(serde_json::to_string(&again).ok().as_deref(), Some(text.as_str()));
        }
        Err(fault) => {
            assert_eq!(fault.status, 400);
            assert!(["ValidationException", "SerializationException"].contains(&fault.code.as_ref()));
            assert!(!fault.message.is_empty());
        }
    }
}
