// The journey with the AWS SDK for Java v2, whose prefixes `api.` and `data.` stay on: a hosts file leads them here.
package gemel;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.iottwinmaker.IoTTwinMakerClient;
import software.amazon.awssdk.services.iottwinmaker.model.ComponentRequest;
import software.amazon.awssdk.services.iottwinmaker.model.PropertyDefinitionRequest;
import software.amazon.awssdk.services.iottwinmaker.model.PropertyValue;
import software.amazon.awssdk.services.iottwinmaker.model.PropertyValueEntry;
import software.amazon.awssdk.services.iottwinmaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iottwinmaker.model.Type;
import software.amazon.awssdk.services.iottwinmaker.model.ValidationException;

public final class Journey {
  private static final String TYPE = "com.example.journey";
  private final IoTTwinMakerClient client;
  private final String workspace;

  private Journey(IoTTwinMakerClient client, String workspace) {
    this.client = client;
    this.workspace = workspace;
  }

  public static void main(String[] arguments) {
    int port = URI.create(System.getenv("AWS_ENDPOINT_URL")).getPort();
    // Credentials and region come from the environment.
    try (IoTTwinMakerClient client =
        IoTTwinMakerClient.builder()
            .endpointOverride(URI.create("http://localhost:" + port))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      Journey journey = new Journey(client, arguments[0]);
      journey.build();
      journey.readAndWrite();
      journey.remove();
    }
    System.out.println("the journey is done");
  }

  private void build() {
    client.createWorkspace(it -> it.workspaceId(workspace));
    PropertyDefinitionRequest speed =
        PropertyDefinitionRequest.builder().dataType(it -> it.type(Type.DOUBLE)).isTimeSeries(true).build();
    client.createComponentType(
        it ->
            it.workspaceId(workspace)
                .componentTypeId(TYPE)
                .extendsFrom("com.gemel.timeseries")
                .propertyDefinitions(Map.of("speed", speed)));
    ComponentRequest motor = ComponentRequest.builder().componentTypeId(TYPE).build();
    client.createEntity(
        it ->
            it.workspaceId(workspace).entityId("line-1").entityName("Line 1").components(Map.of("motor", motor)));
    client.createScene(
        it -> it.workspaceId(workspace).sceneId("hall").contentLocation("s3://journey/hall.json"));
  }

  private void readAndWrite() {
    check(
        client.getEntity(it -> it.workspaceId(workspace).entityId("line-1")).parentEntityId().equals("$ROOT"),
        "the parent");
    PropertyValue value =
        PropertyValue.builder().time("2026-01-01T00:00:01Z").value(it -> it.doubleValue(2.5)).build();
    PropertyValueEntry entry =
        PropertyValueEntry.builder()
            .entityPropertyReference(it -> it.entityId("line-1").componentName("motor").propertyName("speed"))
            .propertyValues(value)
            .build();
    check(
        client.batchPutPropertyValues(it -> it.workspaceId(workspace).entries(entry)).errorEntries().isEmpty(),
        "error entries");
    double got =
        client
            .getPropertyValueHistory(
                it ->
                    it.workspaceId(workspace)
                        .entityId("line-1")
                        .componentName("motor")
                        .selectedProperties("speed")
                        .startTime("2026-01-01T00:00:00Z")
                        .endTime("2026-01-02T00:00:00Z"))
            .propertyValues()
            .get(0)
            .values()
            .get(0)
            .value()
            .doubleValue();
    check(got == 2.5, "the value");
  }

  private void remove() {
    expect(ValidationException.class, () -> client.deleteWorkspace(it -> it.workspaceId(workspace)));
    client.deleteScene(it -> it.workspaceId(workspace).sceneId("hall"));
    client.deleteEntity(it -> it.workspaceId(workspace).entityId("line-1"));
    client.deleteComponentType(it -> it.workspaceId(workspace).componentTypeId(TYPE));
    client.deleteWorkspace(it -> it.workspaceId(workspace));
    expect(ResourceNotFoundException.class, () -> client.getWorkspace(it -> it.workspaceId(workspace)));
  }

  private static void expect(Class<? extends RuntimeException> wanted, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException got) {
      check(wanted.isInstance(got), wanted.getSimpleName() + ", but: " + got);
      return;
    }
    check(false, wanted.getSimpleName());
  }

  private static void check(boolean ok, String what) {
    if (!ok) {
      throw new IllegalStateException("not as expected: " + what);
    }
  }
}
