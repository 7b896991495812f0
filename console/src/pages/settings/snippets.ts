// Settings for SDKs and tools, written for this server's address. They hold no secret.

export interface Snippet {
  readonly id: string
  readonly label: string
  readonly text: string
  readonly note: string
}

export function snippets(endpoint: string, region: string): readonly Snippet[] {
  return [
    {
      id: 'shell', label: 'Shell',
      text: `eval "$(gemel credentials)"\nexport AWS_ENDPOINT_URL=${endpoint}\nexport AWS_REGION=${region}`,
      note: 'Then the AWS CLI and every SDK that reads the environment speak to this server.',
    },
    {
      id: 'python', label: 'Python',
      text: [
        'import boto3', 'from botocore.config import Config', '',
        'twinmaker = boto3.client(', '    "iottwinmaker",', `    endpoint_url="${endpoint}",`, `    region_name="${region}",`,
        '    config=Config(inject_host_prefix=False),', ')', 'print(twinmaker.list_workspaces()["workspaceSummaries"])',
      ].join('\n'),
      note: 'Without inject_host_prefix=False the SDK would put “api.” before the host.',
    },
    {
      id: 'javascript', label: 'JavaScript',
      text: [
        "import { IoTTwinMakerClient, ListWorkspacesCommand } from '@aws-sdk/client-iottwinmaker'", '',
        'const twinmaker = new IoTTwinMakerClient({', `  endpoint: '${endpoint}',`, `  region: '${region}',`, '  disableHostPrefix: true,', '})',
        'console.log((await twinmaker.send(new ListWorkspacesCommand({}))).workspaceSummaries)',
      ].join('\n'),
      note: 'disableHostPrefix keeps the SDK from putting “api.” before the host.',
    },
    {
      id: 'cli', label: 'AWS CLI',
      text: `aws --endpoint-url ${endpoint} --region ${region} s3 ls\naws --endpoint-url ${endpoint} --region ${region} sts get-caller-identity`,
      note: 'For “aws iottwinmaker” the CLI puts “api.” before the host: “gemel hosts” says how to make that name known.',
    },
  ]
}
