import type { Problem } from './refusal.ts';
import { nodeMajor, oldestPython } from './versions.ts';

const needed = `${oldestPython.major}.${oldestPython.minor}`;

const getPython = {
  en: [
    'Debian, Ubuntu: sudo apt install python3 python3-venv',
    'Fedora: sudo dnf install python3',
    'macOS: brew install python',
    'Windows: winget install Python.Python.3.13',
  ].join('\n'),
  zh: '安装后重试；没有 Python 时，也可用 npm start -- --endpoint URL 连接其他兼容端点',
};

/** The last lines of what a program said, so that its own reason is seen. */
const tail = (output: string, lines = 4): string => output.trim().split('\n').slice(-lines).join('\n');

export const python = (): Problem => ({
  code: 'PYTHON_MISSING',
  what: {
    en: `Python ${needed} or newer was not found (looked for python3, python, py -3): the local endpoint runs on it.`,
    zh: `未找到 Python ${needed} 或更高版本（已查找 python3、python、py -3）：本地端点依赖它运行。`,
  },
  fix: getPython,
});

export const oldPython = (found: string): Problem => ({
  code: 'PYTHON_TOO_OLD',
  what: {
    en: `Python ${found} is here, but ${needed} or newer is needed.`,
    zh: `已有 Python ${found}，但需要 ${needed} 或更高版本。`,
  },
  fix: getPython,
});

export const venvModule = (found: string): Problem => ({
  code: 'PYTHON_VENV_MISSING',
  what: {
    en: `Python ${found} is here, but its modules venv and ensurepip are not.`,
    zh: `已有 Python ${found}，但缺少 venv 与 ensurepip 模块。`,
  },
  fix: {
    en: 'Debian, Ubuntu: sudo apt install python3-venv',
    zh: 'Debian、Ubuntu：sudo apt install python3-venv',
  },
});

export const venvFailed = (output: string): Problem => ({
  code: 'PYTHON_VENV_FAILED',
  what: {
    en: `The virtual environment could not be made in .leian/venv:\n  ${tail(output)}`,
    zh: '无法在 .leian/venv 创建虚拟环境。',
  },
  fix: { en: 'check free space and write rights of this folder', zh: '请检查磁盘空间与目录写权限' },
});

export const packages = (why: 'index' | 'slow' | 'other', output: string): Problem => ({
  code: why === 'other' ? 'PACKAGES_FAILED' : 'PACKAGE_INDEX_UNREACHABLE',
  what:
    why === 'other'
      ? { en: `pip could not install the emulator:\n  ${tail(output)}`, zh: 'pip 安装本地端点失败。' }
      : {
          en:
            why === 'slow'
              ? 'The Python package index answers too slowly: the installation was given up.'
              : 'The Python package index cannot be reached, so the emulator cannot be installed.',
          zh:
            why === 'slow'
              ? 'Python 软件包索引响应过慢，已放弃安装。'
              : '无法连接 Python 软件包索引，因而不能安装本地端点。',
        },
  fix: {
    en: [
      'look at the network and at HTTPS_PROXY; a mirror helps: export PIP_INDEX_URL=<its address>',
      'it is needed once: afterwards .leian/venv is used without any network',
    ].join('\n'),
    zh: '请检查网络与 HTTPS_PROXY；可用镜像：export PIP_INDEX_URL=<镜像地址>。仅首次需要，之后无需联网',
  },
});

export const node = (found: string): Problem => ({
  code: 'NODE_TOO_OLD',
  what: {
    en: `Node ${found} runs this, but Node ${nodeMajor} is needed, here and for the functions.`,
    zh: `当前 Node 版本为 ${found}，需要 Node ${nodeMajor}。`,
  },
  fix: {
    en: 'start it through npm (npm start, npm run demo): npm ci brings Node 24 along\nnpm ci --include=optional if optional packages were left out',
    zh: '请通过 npm 运行（npm start、npm run demo）：npm ci 会带来 Node 24；若跳过了可选包：npm ci --include=optional',
  },
});

export const port = (number: number, of: 'aws' | 'mqtt', holder: string | undefined): Problem => ({
  code: 'PORT_IN_USE',
  what: {
    en: `Port ${number} (${of === 'aws' ? 'AWS API' : 'MQTT'}) is in use${holder === undefined ? '' : ` by ${holder}`}.`,
    zh: `端口 ${number}（${of === 'aws' ? 'AWS 接口' : 'MQTT'}）已被占用${holder === undefined ? '' : `：${holder}`}。`,
  },
  fix: {
    en: `if it is another world of yours (npm run status): npm stop; or choose other ports: npm start -- --${of === 'aws' ? 'port' : 'mqtt-port'} ${number + 10}`,
    zh: `若为您自己的另一环境（npm run status）：npm stop；或另选端口：npm start -- --${of === 'aws' ? 'port' : 'mqtt-port'} ${number + 10}`,
  },
});

export const docker = (what: 'client' | 'engine' | 'compose'): Problem => ({
  code:
    what === 'client'
      ? 'DOCKER_MISSING'
      : what === 'engine'
        ? 'DOCKER_NOT_RUNNING'
        : 'DOCKER_COMPOSE_MISSING',
  what: {
    client: {
      en: '--localstack needs Docker, and there is no docker here.',
      zh: '--localstack 需要 Docker，但本机没有 docker。',
    },
    engine: {
      en: '--localstack needs Docker: the docker command is here, but no engine answers it.',
      zh: '--localstack 需要 Docker：有 docker 命令，但引擎没有响应。',
    },
    compose: {
      en: '--localstack needs the compose plugin of Docker (docker compose).',
      zh: '--localstack 需要 Docker 的 compose 插件（docker compose）。',
    },
  }[what],
  fix: {
    en: 'install or start Docker (https://docs.docker.com/get-docker/)\nor leave --localstack out: npm start needs no Docker',
    zh: '请安装或启动 Docker，或去掉 --localstack：npm start 不需要 Docker',
  },
});

export const container = (output: string): Problem => ({
  code: 'CONTAINER_FAILED',
  what: { en: `LocalStack did not come up:\n  ${tail(output)}`, zh: 'LocalStack 未能启动。' },
  fix: {
    en: 'docker compose -f localstack/compose.yaml logs\nor leave --localstack out: npm start needs no Docker',
    zh: '查看日志：docker compose -f localstack/compose.yaml logs；或去掉 --localstack',
  },
});

export const endpoint = (url: string): Problem => ({
  code: 'ENDPOINT_UNREACHABLE',
  what: {
    en: `Nothing that speaks AWS answers at ${url}.`,
    zh: `${url} 没有可用的 AWS 兼容端点。`,
  },
  fix: {
    en: 'start it first, check address and port; keys other than test / test: LEIAN_ACCESS_KEY_ID, LEIAN_SECRET_ACCESS_KEY\nor leave --endpoint out: npm start brings its own',
    zh: '请先启动该端点并检查地址与端口；若密钥不是 test / test，请设置 LEIAN_ACCESS_KEY_ID 与 LEIAN_SECRET_ACCESS_KEY；或去掉 --endpoint',
  },
});

export const realAws = (url: string): Problem => ({
  code: 'ENDPOINT_IS_AWS',
  what: {
    en: `${url} is AWS itself: this command deploys a local stage with keys that anybody knows.`,
    zh: `${url} 是真正的 AWS：本命令只部署使用公开密钥的本地环境。`,
  },
  fix: { en: 'to deploy a province see README.md', zh: '部署省级环境请见 README.zh-CN.md' },
});

export const demoIsUp = (pid: number | undefined): Problem => ({
  code: 'DEMO_IS_UP',
  what: {
    en: `A demo of this folder is up already${pid === undefined ? '' : ` (process ${pid})`}; a new one would take its data away.`,
    zh: `本目录已有演示在运行${pid === undefined ? '' : `（进程 ${pid}）`}；重新开始会清除其数据。`,
  },
  fix: { en: 'npm stop, then npm run demo again', zh: '先运行 npm stop，再运行 npm run demo' },
});

export const notUp = (command: string): Problem => ({
  code: 'NOTHING_IS_UP',
  what: {
    en: `${command} needs a running world, and none is up.`,
    zh: `${command} 需要正在运行的环境，但当前没有。`,
  },
  fix: {
    en: 'npm start (or npm run demo) in another terminal',
    zh: '请在另一终端运行 npm start（或 npm run demo）',
  },
});
