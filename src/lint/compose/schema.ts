/**
 * What a value may be: kinds joined by `|`; one of some words; a list; a map with known keys (`x-…` is always one of
 * them unless it is strict); a map by names of the user's; or any of several.
 */
export type Shape =
  | string
  | { words: readonly string[] }
  | { list: Shape; unique?: boolean }
  | { keys: Readonly<Record<string, Shape>>; required?: readonly string[]; strict?: boolean; open?: boolean }
  | { each: Shape; names?: RegExp }
  | { any: readonly Shape[] };

/** The Compose Specification as of 2026-06: https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json */
export const composeShape = (): Shape => (known ??= file());

let known: Shape | undefined;

const TEXT = 'string';
const FLAG = 'boolean|string';
const NUMBER = 'number|string';
const WHOLE = 'integer|string';
const NAMES = /^[\w.-]+$/;

/** Made when the first file asks. */
function file(): Shape {
  const texts: Shape = { list: TEXT };
  const distinct: Shape = { list: TEXT, unique: true };
  const textOrTexts: Shape = { any: [TEXT, distinct] };
  const pairs: Shape = { any: [{ each: 'string|number|boolean|null' }, distinct] };
  const hosts: Shape = { any: [{ each: { any: [TEXT, texts] } }, distinct] };
  const options: Shape = { each: NUMBER };
  const command: Shape = { any: ['null|string', texts] };
  const external: Shape = { any: [FLAG, { keys: { name: TEXT } }] };
  const ulimits: Shape = {
    each: { any: [WHOLE, { keys: { hard: WHOLE, soft: WHOLE }, required: ['soft', 'hard'] }] },
  };
  const granted: Shape = {
    list: { any: [TEXT, { keys: { source: TEXT, target: TEXT, uid: TEXT, gid: TEXT, mode: NUMBER } }] },
  };
  const hook: Shape = {
    keys: { command, user: TEXT, privileged: FLAG, working_dir: TEXT, environment: pairs },
    required: ['command'],
  };
  const ioRate: Shape = { list: { keys: { path: TEXT, rate: WHOLE }, strict: true } };
  const device = {
    capabilities: distinct,
    count: WHOLE,
    device_ids: distinct,
    driver: TEXT,
    options: pairs,
  };
  const rollout: Shape = {
    keys: {
      parallelism: WHOLE,
      delay: TEXT,
      failure_action: TEXT,
      monitor: TEXT,
      max_failure_ratio: NUMBER,
      order: { words: ['start-first', 'stop-first'] },
    },
  };
  const build: Shape = {
    keys: {
      context: TEXT,
      dockerfile: TEXT,
      dockerfile_inline: TEXT,
      entitlements: texts,
      args: pairs,
      ssh: pairs,
      labels: pairs,
      cache_from: texts,
      cache_to: texts,
      no_cache: FLAG,
      no_cache_filter: textOrTexts,
      additional_contexts: pairs,
      network: TEXT,
      provenance: FLAG,
      sbom: FLAG,
      pull: FLAG,
      target: TEXT,
      shm_size: WHOLE,
      extra_hosts: hosts,
      isolation: TEXT,
      privileged: FLAG,
      secrets: granted,
      tags: texts,
      ulimits,
      platforms: texts,
    },
  };
  const generic: Shape = {
    list: { keys: { discrete_resource_spec: { keys: { kind: TEXT, value: NUMBER } } } },
  };
  const deploy: Shape = {
    keys: {
      mode: TEXT,
      endpoint_mode: TEXT,
      replicas: WHOLE,
      labels: pairs,
      rollback_config: rollout,
      update_config: rollout,
      resources: {
        keys: {
          limits: { keys: { cpus: NUMBER, memory: TEXT, pids: WHOLE } },
          reservations: {
            keys: {
              cpus: NUMBER,
              memory: TEXT,
              generic_resources: generic,
              devices: { list: { keys: device, required: ['capabilities'] } },
            },
          },
        },
      },
      restart_policy: { keys: { condition: TEXT, delay: TEXT, max_attempts: WHOLE, window: TEXT } },
      placement: {
        keys: {
          constraints: texts,
          preferences: { list: { keys: { spread: TEXT } } },
          max_replicas_per_node: WHOLE,
        },
      },
    },
  };
  const watch: Shape = {
    keys: {
      ignore: textOrTexts,
      include: textOrTexts,
      path: TEXT,
      action: { words: ['rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'] },
      target: TEXT,
      exec: hook,
      initial_sync: 'boolean',
    },
    required: ['path', 'action'],
  };
  const dependency: Shape = {
    keys: {
      restart: FLAG,
      required: 'boolean',
      condition: { words: ['service_started', 'service_healthy', 'service_completed_successfully'] },
    },
    required: ['condition'],
  };
  const attachment: Shape = {
    keys: {
      aliases: distinct,
      interface_name: TEXT,
      ipv4_address: TEXT,
      ipv6_address: TEXT,
      link_local_ips: distinct,
      mac_address: TEXT,
      driver_opts: options,
      priority: 'number',
      gw_priority: 'number',
    },
  };
  const mount: Shape = {
    keys: {
      type: { words: ['bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'] },
      source: TEXT,
      target: TEXT,
      read_only: FLAG,
      consistency: TEXT,
      bind: {
        keys: {
          propagation: TEXT,
          create_host_path: FLAG,
          recursive: { words: ['enabled', 'disabled', 'writable', 'readonly'] },
          selinux: { words: ['z', 'Z'] },
        },
      },
      volume: { keys: { labels: pairs, nocopy: FLAG, subpath: TEXT } },
      tmpfs: { keys: { size: WHOLE, mode: NUMBER } },
      image: { keys: { subpath: TEXT } },
    },
    required: ['type'],
  };
  const port: Shape = {
    keys: {
      name: TEXT,
      mode: TEXT,
      host_ip: TEXT,
      target: WHOLE,
      published: WHOLE,
      protocol: TEXT,
      app_protocol: TEXT,
    },
  };
  const service: Shape = {
    keys: {
      annotations: pairs,
      attach: FLAG,
      blkio_config: {
        keys: {
          device_read_bps: ioRate,
          device_read_iops: ioRate,
          device_write_bps: ioRate,
          device_write_iops: ioRate,
          weight: WHOLE,
          weight_device: { list: { keys: { path: TEXT, weight: WHOLE }, strict: true } },
        },
        strict: true,
      },
      build: { any: [TEXT, build] },
      cap_add: distinct,
      cap_drop: distinct,
      cgroup: { words: ['host', 'private'] },
      cgroup_parent: TEXT,
      command,
      configs: granted,
      container_name: TEXT,
      cpu_count: WHOLE,
      cpu_percent: WHOLE,
      cpu_period: NUMBER,
      cpu_quota: NUMBER,
      cpu_rt_period: NUMBER,
      cpu_rt_runtime: NUMBER,
      cpu_shares: NUMBER,
      cpus: NUMBER,
      cpuset: TEXT,
      credential_spec: { keys: { config: TEXT, file: TEXT, registry: TEXT } },
      depends_on: { any: [distinct, { each: dependency, names: NAMES }] },
      deploy: { any: ['null', deploy] },
      develop: { any: ['null', { keys: { watch: { list: watch } } }] },
      device_cgroup_rules: distinct,
      devices: {
        list: {
          any: [TEXT, { keys: { source: TEXT, target: TEXT, permissions: TEXT }, required: ['source'] }],
        },
      },
      dns: textOrTexts,
      dns_opt: distinct,
      dns_search: textOrTexts,
      domainname: TEXT,
      entrypoint: command,
      env_file: {
        any: [
          TEXT,
          {
            list: {
              any: [
                TEXT,
                { keys: { path: TEXT, format: TEXT, required: FLAG }, required: ['path'], strict: true },
              ],
            },
          },
        ],
      },
      environment: pairs,
      expose: { list: NUMBER, unique: true },
      extends: {
        any: [TEXT, { keys: { service: TEXT, file: TEXT }, required: ['service'], strict: true }],
      },
      external_links: distinct,
      extra_hosts: hosts,
      gpus: { any: [{ words: ['all'] }, { list: { keys: device, open: true } }] },
      group_add: { list: NUMBER, unique: true },
      healthcheck: {
        keys: {
          disable: FLAG,
          interval: TEXT,
          retries: NUMBER,
          test: { any: [TEXT, texts] },
          timeout: TEXT,
          start_period: TEXT,
          start_interval: TEXT,
        },
      },
      hostname: TEXT,
      image: TEXT,
      init: FLAG,
      ipc: TEXT,
      isolation: TEXT,
      label_file: { any: [TEXT, texts] },
      labels: pairs,
      links: distinct,
      logging: { keys: { driver: TEXT, options: { each: 'string|number|null' } } },
      mac_address: TEXT,
      mem_limit: NUMBER,
      mem_reservation: WHOLE,
      mem_swappiness: WHOLE,
      memswap_limit: NUMBER,
      models: { any: [distinct, { each: { keys: { endpoint_var: TEXT, model_var: TEXT } } }] },
      network_mode: TEXT,
      networks: { any: [distinct, { each: { any: ['null', attachment] }, names: NAMES }] },
      oom_kill_disable: FLAG,
      oom_score_adj: WHOLE,
      pid: 'string|null',
      pids_limit: NUMBER,
      platform: TEXT,
      ports: { list: { any: [NUMBER, port] }, unique: true },
      post_start: { list: hook },
      pre_stop: { list: hook },
      privileged: FLAG,
      profiles: distinct,
      provider: { keys: { type: TEXT, options: { each: 'any' } }, required: ['type'] },
      pull_policy: TEXT,
      pull_refresh_after: TEXT,
      read_only: FLAG,
      restart: TEXT,
      runtime: TEXT,
      scale: WHOLE,
      secrets: granted,
      security_opt: distinct,
      shm_size: NUMBER,
      stdin_open: FLAG,
      stop_grace_period: TEXT,
      stop_signal: TEXT,
      storage_opt: 'map',
      sysctls: pairs,
      tmpfs: textOrTexts,
      tty: FLAG,
      ulimits,
      use_api_socket: 'boolean',
      user: TEXT,
      userns_mode: TEXT,
      uts: TEXT,
      volumes: { list: { any: [TEXT, mount] }, unique: true },
      volumes_from: distinct,
      working_dir: TEXT,
    },
  };
  const ipam: Shape = {
    keys: {
      driver: TEXT,
      config: {
        list: { keys: { subnet: TEXT, ip_range: TEXT, gateway: TEXT, aux_addresses: { each: TEXT } } },
      },
      options: { each: TEXT },
    },
  };
  const network: Shape = {
    keys: {
      name: TEXT,
      driver: TEXT,
      driver_opts: options,
      ipam,
      external,
      internal: FLAG,
      enable_ipv4: FLAG,
      enable_ipv6: FLAG,
      attachable: FLAG,
      labels: pairs,
    },
  };
  const volume: Shape = { keys: { name: TEXT, driver: TEXT, driver_opts: options, external, labels: pairs } };
  const secret: Shape = {
    keys: {
      name: TEXT,
      environment: TEXT,
      file: TEXT,
      external,
      labels: pairs,
      driver: TEXT,
      driver_opts: options,
      template_driver: TEXT,
    },
  };
  const config: Shape = {
    keys: {
      name: TEXT,
      content: TEXT,
      environment: TEXT,
      file: TEXT,
      external,
      labels: pairs,
      template_driver: TEXT,
    },
  };
  const model: Shape = {
    keys: { name: TEXT, model: TEXT, context_size: 'integer', runtime_flags: texts },
    required: ['model'],
  };
  const include: Shape = {
    keys: { path: textOrTexts, env_file: textOrTexts, project_directory: TEXT },
    strict: true,
  };
  return {
    keys: {
      version: TEXT,
      name: TEXT,
      include: { list: { any: [TEXT, include] } },
      services: { each: service, names: NAMES },
      models: { each: model },
      networks: { each: { any: ['null', network] } },
      volumes: { each: { any: ['null', volume] }, names: NAMES },
      secrets: { each: secret, names: NAMES },
      configs: { each: config, names: NAMES },
    },
  };
}
