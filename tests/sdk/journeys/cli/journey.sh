#!/usr/bin/env bash
# The journey with the AWS CLI: journey.sh AWS WORKSPACE
set -euo pipefail
aws=("$1" --output text iottwinmaker)
workspace=(--workspace-id "$2")
type=com.example.journey

expect() { # got, wanted
  [ "$1" = "$2" ] || { echo "got '$1', wanted '$2'" >&2; exit 1; }
}

"${aws[@]}" create-workspace "${workspace[@]}" --description "a journey" > /dev/null
expect "$("${aws[@]}" get-workspace "${workspace[@]}" --query description)" "a journey"
"${aws[@]}" create-component-type "${workspace[@]}" --component-type-id "$type" --extends-from com.gemel.timeseries \
  --property-definitions '{"speed": {"dataType": {"type": "DOUBLE"}, "isTimeSeries": true}}' > /dev/null
"${aws[@]}" create-entity "${workspace[@]}" --entity-id line-1 --entity-name "Line 1" \
  --components "{\"motor\": {\"componentTypeId\": \"$type\"}}" > /dev/null
expect "$("${aws[@]}" get-entity "${workspace[@]}" --entity-id line-1 --query 'status.state')" ACTIVE

"${aws[@]}" batch-put-property-values "${workspace[@]}" --entries '[{"entityPropertyReference":
  {"entityId": "line-1", "componentName": "motor", "propertyName": "speed"},
  "propertyValues": [{"time": "2026-01-01T00:00:01Z", "value": {"doubleValue": 2.5}}]}]' > /dev/null
expect "$("${aws[@]}" get-property-value-history "${workspace[@]}" --entity-id line-1 --component-name motor \
  --selected-properties speed --start-time 2026-01-01T00:00:00Z --end-time 2030-01-01T00:00:00Z \
  --order-by-time DESCENDING --max-results 3 --query 'propertyValues[0].values[0].value.doubleValue')" 2.5

"${aws[@]}" create-scene "${workspace[@]}" --scene-id hall --content-location s3://journey/hall.json > /dev/null
expect "$("${aws[@]}" list-scenes "${workspace[@]}" --query 'sceneSummaries[].sceneId')" hall

"${aws[@]}" delete-scene "${workspace[@]}" --scene-id hall > /dev/null
"${aws[@]}" delete-entity "${workspace[@]}" --entity-id line-1 > /dev/null
"${aws[@]}" delete-component-type "${workspace[@]}" --component-type-id "$type" > /dev/null
"${aws[@]}" delete-workspace "${workspace[@]}" > /dev/null
gone=$("${aws[@]}" get-workspace "${workspace[@]}" 2>&1) && { echo "the workspace is still there" >&2; exit 1; }
case "$gone" in *ResourceNotFoundException*) ;; *) echo "$gone" >&2; exit 1 ;; esac
echo "the journey is done"
