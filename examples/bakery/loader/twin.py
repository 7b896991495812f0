"""The workspace, its component types, entities and scene: made when missing, updated where they differ."""

import time

from botocore.exceptions import ClientError

from plant import tree
from plant.components import components, composite_components
from plant.deployment import Deployment

from .aws import Aws, LoadError, error_code, is_missing
from .compare import contains

POLL_S = 0.05
WAIT_S = 120.0


def workspace_request(deployment: Deployment) -> dict:
    return {
        "workspaceId": deployment.workspace,
        "description": "A cookie factory with three lines",
        "s3Location": f"arn:aws:s3:::{deployment.bucket}",
        "role": deployment.workspace_role,
    }


def ensure_workspace(aws: Aws, deployment: Deployment) -> int:
    wanted = workspace_request(deployment)
    stored = _get(aws.twin.get_workspace, workspaceId=deployment.workspace)
    if stored is None:
        aws.twin.create_workspace(**wanted)
        return 1
    bucket = stored.get("s3Location", "")
    if bucket and bucket != wanted["s3Location"]:
        name = bucket.rsplit(":", 1)[-1]
        raise LoadError(
            f"workspace `{deployment.workspace}` keeps its objects in `{name}`; run again with --bucket {name}"
        )
    if contains(stored, wanted):
        return 0
    aws.twin.update_workspace(**wanted)
    return 1


def ensure_timeseries_type(aws: Aws, deployment: Deployment) -> None:
    """The type that telemetry and alarms extend must be there already: built in, or made by the user."""
    name = deployment.timeseries_type
    if _get(aws.twin.get_component_type, workspaceId=deployment.workspace, componentTypeId=name) is None:
        raise LoadError(
            f"component type `{name}` does not exist here; Gemel has it built in, elsewhere make a type with a "
            "dataReader and a dataWriter of your own and name it with --timeseries-type"
        )


def ensure_component_type(aws: Aws, deployment: Deployment, wanted: dict) -> int:
    """Makes or updates one type, and waits until it may be used."""
    request = {"workspaceId": deployment.workspace, **wanted}
    name = wanted["componentTypeId"]
    stored = _get(aws.twin.get_component_type, workspaceId=deployment.workspace, componentTypeId=name)
    if stored is not None and contains(stored, wanted):
        _wait_for_type(aws, deployment, name)
        return 0
    if stored is None:
        aws.twin.create_component_type(**request)
    else:
        try:
            aws.twin.update_component_type(**request)
        except ClientError as error:
            if error_code(error) != "ValidationException":
                raise
            raise LoadError(
                f"component type `{name}` differs from this version of the plant and is in use: "
                f"{error.response['Error'].get('Message', '')}; delete its entities or use another --workspace"
            ) from error
    _wait_for_type(aws, deployment, name)
    return 1


def _wait_for_type(aws: Aws, deployment: Deployment, name: str) -> None:
    _wait(
        f"component type `{name}`",
        lambda: aws.twin.get_component_type(workspaceId=deployment.workspace, componentTypeId=name)["status"],
    )


def entity_request(deployment: Deployment, entity: tree.Entity) -> dict:
    """One entity as CreateEntity takes it."""
    request = {
        "workspaceId": deployment.workspace,
        "entityId": entity.id,
        "entityName": entity.name,
        "description": entity.description,
        "parentEntityId": entity.parent,
        "components": components(entity, deployment),
    }
    composite = composite_components(entity)
    return {**request, "compositeComponents": composite} if composite else request


def ensure_entity(aws: Aws, deployment: Deployment, entity: tree.Entity) -> int:
    """Makes one entity, or updates what differs, and waits until it is active."""
    request = entity_request(deployment, entity)
    stored = _get(aws.twin.get_entity, workspaceId=deployment.workspace, entityId=entity.id)
    if stored is None:
        aws.twin.create_entity(**request)
    else:
        update = entity_update(stored, request)
        if not update:
            return 0
        _wait_for_entity(aws, deployment, entity.id)
        aws.twin.update_entity(workspaceId=deployment.workspace, entityId=entity.id, **update)
    _wait_for_entity(aws, deployment, entity.id)
    return 1


def _wait_for_entity(aws: Aws, deployment: Deployment, name: str) -> None:
    _wait(f"entity `{name}`", lambda: aws.twin.get_entity(workspaceId=deployment.workspace, entityId=name)["status"])


def entity_update(stored: dict, wanted: dict) -> dict:
    """The members of UpdateEntity that turn the stored entity into the wanted one; empty when nothing differs."""
    update = {name: wanted[name] for name in ("entityName", "description") if stored.get(name, "") != wanted[name]}
    if stored.get("parentEntityId") != wanted["parentEntityId"]:
        update["parentEntityUpdate"] = {"updateType": "UPDATE", "parentEntityId": wanted["parentEntityId"]}
    changes = {}
    for name, component in wanted["components"].items():
        known = stored.get("components", {}).get(name)
        if known is not None and contains(known, component):
            continue
        change = {"updateType": "UPDATE" if known else "CREATE", "propertyUpdates": component.get("properties", {})}
        if not known:
            change["componentTypeId"] = component["componentTypeId"]
        changes[name] = change
    return {**update, "componentUpdates": changes} if changes else update


def scene_requests(deployment: Deployment) -> list:
    """The scenes as CreateScene takes them."""
    scenes = [(deployment.scene, deployment.scene_key, "The whole plant, with alarms and readings")]
    if deployment.has_large_scene:
        scenes.append((deployment.large_scene, deployment.large_scene_key, "A high-bay warehouse of 5,000 nodes"))
    return [
        {
            "workspaceId": deployment.workspace,
            "sceneId": scene,
            "contentLocation": deployment.url(name),
            "description": description,
        }
        for scene, name, description in scenes
    ]


def ensure_scene(aws: Aws, wanted: dict) -> int:
    """Makes one scene; one that is there stays as its users have described it."""
    stored = _get(aws.twin.get_scene, workspaceId=wanted["workspaceId"], sceneId=wanted["sceneId"])
    if stored is None:
        aws.twin.create_scene(**wanted)
        return 1
    if stored.get("contentLocation") == wanted["contentLocation"]:
        return 0
    aws.twin.update_scene(**wanted)
    return 1


def _get(call, **request):
    """What a Get call answers, or None when there is no such thing."""
    try:
        return call(**request)
    except ClientError as error:
        if is_missing(error):
            return None
        raise


def _wait(what: str, status) -> None:
    """Waits until a status is no longer one of those that end in ING."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        seen = status()
        if seen["state"] == "ERROR":
            reason = seen.get("error", {})
            raise LoadError(f"{what} ended in ERROR: {reason.get('code', '')} {reason.get('message', '')}".rstrip())
        if not seen["state"].endswith("ING"):
            return
        time.sleep(POLL_S)
    raise LoadError(f"{what} is still {seen['state']} after {WAIT_S:.0f} s")
