"""Where the plant is put: the names that differ from one deployment to the next."""

from dataclasses import dataclass

TIMESERIES_TYPE = "com.gemel.timeseries"
"""Gemel's built-in type with a native reader and writer; on AWS a type backed by functions takes its place."""

TYPE_PREFIX = "com.example.bakery."


@dataclass(frozen=True)
class Deployment:
    """The names under which one copy of the plant is stored."""

    workspace: str = "bakery"
    bucket: str = "gemel-bakery"
    account: str = "000000000000"
    region: str = "us-east-1"
    timeseries_type: str = TIMESERIES_TYPE
    scene: str = "bakery-floor"
    role: str = ""
    function_role: str = ""
    has_large_scene: bool = False

    @property
    def function(self) -> str:
        """The name of the maintenance function."""
        return f"{self.workspace}-maintenance"

    @property
    def function_arn(self) -> str:
        return f"arn:aws:lambda:{self.region}:{self.account}:function:{self.function}"

    @property
    def workspace_role(self) -> str:
        """The role the workspace acts under; Gemel needs none, so a plausible name is enough there."""
        return self.role or f"arn:aws:iam::{self.account}:role/gemel-bakery-workspace"

    @property
    def lambda_role(self) -> str:
        return self.function_role or f"arn:aws:iam::{self.account}:role/gemel-bakery-function"

    def url(self, key: str) -> str:
        """The `s3://` address of an object in the plant's bucket."""
        return f"s3://{self.bucket}/{key}"

    @property
    def scene_key(self) -> str:
        return f"scenes/{self.scene}.json"

    @property
    def large_scene(self) -> str:
        """The id of the large scene, loaded on request."""
        return f"{self.workspace}-warehouse"

    @property
    def large_scene_key(self) -> str:
        return f"scenes/{self.large_scene}.json"
