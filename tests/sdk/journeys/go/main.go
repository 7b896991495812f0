// The journey with the AWS SDK for Go v2, as the Grafana plugin uses it: the prefixes `api.` and `data.` stay on.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iottwinmaker"
	"github.com/aws/aws-sdk-go-v2/service/iottwinmaker/types"
)

const typeID = "com.example.journey"

func must[T any](answer T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return answer
}

func check(ok bool, what string) {
	if !ok {
		fmt.Fprintln(os.Stderr, "not as expected:", what)
		os.Exit(1)
	}
}

// connect resolves every host to the server, as the lines of `gemel hosts` would.
func connect() *iottwinmaker.Client {
	endpoint := must(url.Parse(os.Getenv("AWS_ENDPOINT_URL")))
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, endpoint.Host)
	}
	return iottwinmaker.New(iottwinmaker.Options{
		Region:       os.Getenv("AWS_REGION"),
		BaseEndpoint: aws.String("http://localhost:" + endpoint.Port()),
		HTTPClient:   &http.Client{Transport: &http.Transport{DialContext: dial}},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{
				AccessKeyID:     os.Getenv("AWS_ACCESS_KEY_ID"),
				SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY"),
			}, nil
		}),
	})
}

func main() {
	ctx, client, workspace := context.Background(), connect(), aws.String(os.Args[1])
	build(ctx, client, workspace)
	readAndWrite(ctx, client, workspace)
	remove(ctx, client, workspace)
	fmt.Println("the journey is done")
}

func build(ctx context.Context, client *iottwinmaker.Client, workspace *string) {
	must(client.CreateWorkspace(ctx, &iottwinmaker.CreateWorkspaceInput{WorkspaceId: workspace}))
	got := must(client.GetWorkspace(ctx, &iottwinmaker.GetWorkspaceInput{WorkspaceId: workspace}))
	check(!got.CreationDateTime.IsZero(), "the time of creation")
	must(client.CreateComponentType(ctx, &iottwinmaker.CreateComponentTypeInput{
		WorkspaceId: workspace, ComponentTypeId: aws.String(typeID), ExtendsFrom: []string{"com.gemel.timeseries"},
		PropertyDefinitions: map[string]types.PropertyDefinitionRequest{
			"speed": {DataType: &types.DataType{Type: types.TypeDouble}, IsTimeSeries: aws.Bool(true)},
			"maker": {DataType: &types.DataType{Type: types.TypeString}},
		},
	}))
	must(client.CreateEntity(ctx, &iottwinmaker.CreateEntityInput{
		WorkspaceId: workspace, EntityId: aws.String("line-1"), EntityName: aws.String("Line 1"),
		Components: map[string]types.ComponentRequest{"motor": {ComponentTypeId: aws.String(typeID)}},
	}))
	must(client.CreateScene(ctx, &iottwinmaker.CreateSceneInput{
		WorkspaceId: workspace, SceneId: aws.String("hall"), ContentLocation: aws.String("s3://journey/hall.json"),
	}))
}

func readAndWrite(ctx context.Context, client *iottwinmaker.Client, workspace *string) {
	entity := must(client.GetEntity(ctx, &iottwinmaker.GetEntityInput{WorkspaceId: workspace, EntityId: aws.String("line-1")}))
	check(*entity.ParentEntityId == "$ROOT", "the parent")
	put := must(client.BatchPutPropertyValues(ctx, &iottwinmaker.BatchPutPropertyValuesInput{
		WorkspaceId: workspace,
		Entries: []types.PropertyValueEntry{{
			EntityPropertyReference: &types.EntityPropertyReference{
				EntityId: aws.String("line-1"), ComponentName: aws.String("motor"), PropertyName: aws.String("speed"),
			},
			PropertyValues: []types.PropertyValue{{
				Time: aws.String("2026-01-01T00:00:01Z"), Value: &types.DataValue{DoubleValue: aws.Float64(2.5)},
			}},
		}},
	}))
	check(len(put.ErrorEntries) == 0, "error entries")
	history := must(client.GetPropertyValueHistory(ctx, &iottwinmaker.GetPropertyValueHistoryInput{
		WorkspaceId: workspace, EntityId: aws.String("line-1"), ComponentName: aws.String("motor"),
		SelectedProperties: []string{"speed"},
		StartTime:          aws.String("2026-01-01T00:00:00.000000001+00:00"), EndTime: aws.String("2026-01-02T00:00:00Z"),
	}))
	check(*history.PropertyValues[0].Values[0].Value.DoubleValue == 2.5, "the value")
	pages := iottwinmaker.NewListEntitiesPaginator(client, &iottwinmaker.ListEntitiesInput{WorkspaceId: workspace})
	n := 0
	for pages.HasMorePages() {
		n += len(must(pages.NextPage(ctx)).EntitySummaries)
	}
	check(n == 1, "the number of entities")
}

func remove(ctx context.Context, client *iottwinmaker.Client, workspace *string) {
	_, err := client.DeleteWorkspace(ctx, &iottwinmaker.DeleteWorkspaceInput{WorkspaceId: workspace})
	var inUse *types.ValidationException
	check(errors.As(err, &inUse), "a workspace in use is kept")
	must(client.DeleteScene(ctx, &iottwinmaker.DeleteSceneInput{WorkspaceId: workspace, SceneId: aws.String("hall")}))
	must(client.DeleteEntity(ctx, &iottwinmaker.DeleteEntityInput{WorkspaceId: workspace, EntityId: aws.String("line-1")}))
	must(client.DeleteComponentType(ctx, &iottwinmaker.DeleteComponentTypeInput{WorkspaceId: workspace, ComponentTypeId: aws.String(typeID)}))
	must(client.DeleteWorkspace(ctx, &iottwinmaker.DeleteWorkspaceInput{WorkspaceId: workspace}))
	_, err = client.GetWorkspace(ctx, &iottwinmaker.GetWorkspaceInput{WorkspaceId: workspace})
	var missing *types.ResourceNotFoundException
	check(errors.As(err, &missing), "the workspace is gone")
}
