import beijing from './11-beijing.ts';
import tianjin from './12-tianjin.ts';
import hebei from './13-hebei.ts';
import shanxi from './14-shanxi.ts';
import neimenggu from './15-neimenggu.ts';
import liaoning from './21-liaoning.ts';
import jilin from './22-jilin.ts';
import heilongjiang from './23-heilongjiang.ts';
import shanghai from './31-shanghai.ts';
import jiangsu from './32-jiangsu.ts';
import zhejiang from './33-zhejiang.ts';
import anhui from './34-anhui.ts';
import fujian from './35-fujian.ts';
import jiangxi from './36-jiangxi.ts';
import shandong from './37-shandong.ts';
import henan from './41-henan.ts';
import hubei from './42-hubei.ts';
import hunan from './43-hunan.ts';
import guangdong from './44-guangdong.ts';
import guangxi from './45-guangxi.ts';
import hainan from './46-hainan.ts';
import chongqing from './50-chongqing.ts';
import sichuan from './51-sichuan.ts';
import guizhou from './52-guizhou.ts';
import yunnan from './53-yunnan.ts';
import xizang from './54-xizang.ts';
import shaanxi from './61-shaanxi.ts';
import gansu from './62-gansu.ts';
import qinghai from './63-qinghai.ts';
import ningxia from './64-ningxia.ts';
import xinjiang from './65-xinjiang.ts';
import { provinceSettings, type ProvinceInput, type ProvinceSettings } from './schema.ts';

/** The files as written, before the schema has seen them. */
export const files: readonly ProvinceInput[] = [
  beijing,
  tianjin,
  hebei,
  shanxi,
  neimenggu,
  liaoning,
  jilin,
  heilongjiang,
  shanghai,
  jiangsu,
  zhejiang,
  anhui,
  fujian,
  jiangxi,
  shandong,
  henan,
  hubei,
  hunan,
  guangdong,
  guangxi,
  hainan,
  chongqing,
  sichuan,
  guizhou,
  yunnan,
  xizang,
  shaanxi,
  gansu,
  qinghai,
  ningxia,
  xinjiang,
];

/** Checks settings and names every fault of every file at once: `33 Zhejiang: issuers.0.issuer: ...`. */
export const readSettings = (inputs: readonly unknown[]): ProvinceSettings[] => {
  const faults: string[] = [];
  const settings: ProvinceSettings[] = [];
  inputs.forEach((input, index) => {
    const read = provinceSettings.safeParse(input);
    if (read.success) {
      settings.push(read.data);
      return;
    }
    const code =
      typeof input === 'object' && input !== null && 'code' in input ? String(input.code) : `#${index}`;
    for (const issue of read.error.issues)
      faults.push(`${code}: ${issue.path.join('.') || '(file)'}: ${issue.message}`);
  });
  const codes = settings.map((one) => one.code);
  for (const code of new Set(codes.filter((one, index) => codes.indexOf(one) !== index)))
    faults.push(`${code}: code: two files describe this province / 两个文件描述同一省份`);
  if (faults.length > 0)
    throw new Error(`province settings refused / 省级配置不符合要求:\n  ${faults.join('\n  ')}`);
  return settings;
};

/** The settings of all 31 provinces, checked. */
export const provinces = (): ProvinceSettings[] => readSettings(files);
