/** A tool that reports how it is used unless a variable tells it not to. */
export interface Telemetry {
  /** programs that report, called by name or through npx and the like */
  programs: RegExp;
  tool: string;
  variable: string;
  value: string;
  /** other variables that do it as well */
  others?: readonly string[];
}

/** From each tool's own page about it. */
export const TELEMETRY: readonly Telemetry[] = [
  { programs: /^next$/, tool: 'Next.js', variable: 'NEXT_TELEMETRY_DISABLED', value: '1' },
  { programs: /^(?:nuxt|nuxi)$/, tool: 'Nuxt', variable: 'NUXT_TELEMETRY_DISABLED', value: '1' },
  { programs: /^gatsby$/, tool: 'Gatsby', variable: 'GATSBY_TELEMETRY_DISABLED', value: '1' },
  { programs: /^astro$/, tool: 'Astro', variable: 'ASTRO_TELEMETRY_DISABLED', value: '1' },
  {
    programs: /^turbo$/,
    tool: 'Turborepo',
    variable: 'TURBO_TELEMETRY_DISABLED',
    value: '1',
    others: ['DO_NOT_TRACK'],
  },
  {
    programs: /^(?:sb|storybook|build-storybook)$/,
    tool: 'Storybook',
    variable: 'STORYBOOK_DISABLE_TELEMETRY',
    value: '1',
  },
  { programs: /^ng$/, tool: 'Angular CLI', variable: 'NG_CLI_ANALYTICS', value: 'false' },
  { programs: /^wrangler$/, tool: 'Wrangler', variable: 'WRANGLER_SEND_METRICS', value: 'false' },
  { programs: /^dotnet$/, tool: 'the .NET CLI', variable: 'DOTNET_CLI_TELEMETRY_OPTOUT', value: '1' },
  {
    programs: /^func$/,
    tool: 'Azure Functions Core Tools',
    variable: 'FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT',
    value: '1',
  },
  { programs: /^pwsh$/, tool: 'PowerShell', variable: 'POWERSHELL_TELEMETRY_OPTOUT', value: '1' },
  { programs: /^az$/, tool: 'the Azure CLI', variable: 'AZURE_CORE_COLLECT_TELEMETRY', value: 'false' },
  { programs: /^sam$/, tool: 'the AWS SAM CLI', variable: 'SAM_CLI_TELEMETRY', value: '0' },
  { programs: /^brew$/, tool: 'Homebrew', variable: 'HOMEBREW_NO_ANALYTICS', value: '1' },
  { programs: /^vcpkg$/, tool: 'vcpkg', variable: 'VCPKG_DISABLE_METRICS', value: '1' },
  {
    programs: /^(?:huggingface-cli|hf)$/,
    tool: 'the Hugging Face client',
    variable: 'HF_HUB_DISABLE_TELEMETRY',
    value: '1',
    others: ['DO_NOT_TRACK'],
  },
  { programs: /^rasa$/, tool: 'Rasa', variable: 'RASA_TELEMETRY_ENABLED', value: 'false' },
  { programs: /^(?:prisma)$/, tool: 'Prisma', variable: 'CHECKPOINT_DISABLE', value: '1' },
];
