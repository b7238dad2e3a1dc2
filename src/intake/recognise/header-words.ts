/** What header words mean. Headers are compared accentless; where an accent decides (Nam / Năm), siblings and values do. */
import type { Field } from '../layout.ts';

type Rule = readonly [RegExp, Field];

// The first rule that fits wins: the particular stands before the general.
const RULES: readonly Rule[] = [
  [/ket qua (import|nhap|tai)|^ket qua$|^import result$/, 'result'],
  [/^(stt|tt|t\.t|#|so tt|so thu tu|thu tu|no|serial|ordinal)\.?$/, 'ordinal'],
  [
    /(ngay|noi) cap|han (su dung|the)|email|quoc tich|trinh do|ton giao|noi sinh|ky (ten|nhan)|chu ky|^ky$|benh nen|tien su|(can nang|nhiet do|huyet ap|mach|phan ung)|date of issue|nationality|religion|signature/,
    'ignore',
  ],
  [/quan he|^qh\b|relation/, 'relation'],
  [/dien thoai|sdt|so dt|^dt$|phone|mobile|^tel|di dong|^(so )?lien he$|contact/, 'phone'],
  // Children's lists name the parents beside the child, session lists the staff.
  [
    /((ho|ten|ngay sinh|nam sinh|tuoi|cccd|cmnd).*\b(bo|cha|me|phu huynh|giam ho|nguoi than|can bo|bac si|y si|nguoi tiem|nguoi khai|nguoi lap|vo chong))\b|^(bo|cha|me|bo me|cha me|phu huynh|nguoi giam ho|nguoi tiem)$|(father|mother|guardian)/,
    'ignore',
  ],
  [/chu ho (va|,|&)|^ten (cac )?thanh vien|ho ten (cac )?thanh vien/, 'name'],
  [/(ho (va )?ten|ten).*chu ho|^chu ho$|head of household/, 'headName'],
  [
    /(so|ma|stt) (ho|shk)\b|ho so$|so ho khau|^so hk$|^ho gia dinh$|^ho so$|^ho$|household (no|number|id)|^household$/,
    'household',
  ],
  [/so (nhan )?khau|so luong|tong so|ty le|chi tieu|so nguoi/, 'ignore'],
  [
    /^(ho|ho va|ho,)? ?(va )?(chu |ten )?(dem|lot)$|^ho (va )?(chu )?(dem|lot)(?!.* ten)|^ho \(|^(surname|last name|family name)/,
    'familyName',
  ],
  [/^ten (dem|lot)$|^(chu )?dem$|^middle name/, 'middleName'],
  [
    /ho ?(va|,|&|-)? ?ten|ho,? .*\bten\b|^ten (nguoi|doi tuong|cong dan|nhan khau)|^nhan khau$|^ho ten|full ?name|^name( of .*)?$/,
    'name',
  ],
  [/^ten( goi| rieng)?$|^(first|given) name/, 'givenName'],
  [
    /cccd.*(cmnd|cmt)|(cmnd|cmt).*cccd|giay to|dinh danh.*cm|ddcn.*cm|chung minh.*can cuoc|can cuoc.*chung minh|\b(id|identity|citizen)( card)?( no| number|entification)?\b.*$/,
    'id',
  ],
  [/cccd|can cuoc|dinh danh|ddcn/, 'cccd'],
  [/cmnd|cmt|chung minh/, 'cmnd'],
  [/ho chieu|passport/, 'passport'],
  [/bhyt|bao hiem y te|the bao hiem|health insurance/, 'bhyt'],
  [/gioi tinh|^gt$|^gioi$|^phai$|nam ?[/-] ?nu\b|^sex$|gender/, 'sex'],
  [/dan toc|ethnic/, 'ethnic'],
  [/^ma (tinh|tp)|ma tinh/, 'provinceCode'],
  [/ma (quan|huyen)/, 'districtCode'],
  [/ma (xa|phuong)/, 'communeCode'],
  [/ma nhom|nhom (doi tuong|uu tien)|doi tuong uu tien|^nhom( dt)?$|^doi tuong$|priority/, 'priorityGroup'],
  [
    /ngay (gio )?(thuc hien |duoc )?tiem|thoi gian tiem|tiem ngay|(date|day) of (vaccination|injection)|(vaccination|injection) date/,
    'doseDate',
  ],
  [/so lo|lo vac|lo vx|^lo( sx)?( \d)?$|batch|so loai lo|^lot( no| number)?\.?$/, 'doseLot'],
  [
    /(dia diem|noi|co so|diem) tiem|don vi tiem|cs tiem|(place|site) of (vaccination|injection)|(vaccination|injection) (site|place)|facility/,
    'dosePlace',
  ],
  [/loai (lieu|mui)|phan loai mui|^lieu( tiem)?$|dose (type|kind)/, 'doseKind'],
  [
    /mui( tiem)? (so|thu)$|so mui|lan tiem|^mui( tiem)?$|lieu so|^dose( no| number)?$|number of doses/,
    'doseNumber',
  ],
  [/vac ?xin|vaccine|^vx$|(ten|loai) vx|^vx \d$/, 'doseVaccine'],
  [/(den|o|luu tru|tam tru) tu ngay|ngay (den|dang ky tam tru)|tu ngay|thoi gian den/, 'residenceFrom'],
  [
    /(tinh trang|loai|dien|hinh thuc) (cu tru|ho khau|nhan khau)|^hk$|^ho khau$|^cu tru$|thuong tru ?[/,-] ?tam tru|tt ?\/ ?tt|^dien$|residence (type|status|kind)|type of residence/,
    'residenceKind',
  ],
  [
    /(noi|dia chi|cho|noi dk|dk|dang ky).*(thuong tru|ho khau|hktt|hkhk)|^(hktt|thuong tru|dkhk|nguyen quan|que quan)|ho khau thuong tru|dang ky (thuong tru|hk)|(permanent|registered) (address|residence)/,
    'registeredAddress',
  ],
  [/tinh ?\/ ?(thanh pho|tp)|^tinh$|^province/, 'provinceText'],
  [/(quan|huyen) ?\/ ?(huyen|quan|tx|thi xa|tp)|^(quan|huyen)$|^district/, 'districtText'],
  [/(xa|phuong) ?\/ ?(phuong|xa|thi tran|tt)|^(xa|phuong)$|^(commune|ward)/, 'communeText'],
  [
    /dia ban co so|^(thon|xom|khu pho|khu|kp|ban|ap|to dan pho|tdp|khu dan cu|to)( ?[/,] ?(thon|xom|khu pho|khu|kp|ban|ap|to dan pho|tdp|to|pho))*$|^ten (thon|khu)|^(village|hamlet)/,
    'hamlet',
  ],
  [
    /(noi|cho|dia chi) o hien|hien (nay|tai)|dang o|luu tru|tam tru|noi o|cho o|(current|temporary|present) (address|residence)/,
    'currentAddress',
  ],
  [/dia chi|so nha|noi cu tru|address|residence/, 'address'],
  [
    /nghe nghiep|cong tac|noi lam viec|don vi|co quan|truong hoc|^lop$|^truong$|occupation|^job|workplace/,
    'occupation',
  ],
  [/ghi chu|luu y|note|remark|comment/, 'note'],
  [
    /(ngay|nam|thang).*sinh|^sinh( ngay| nam| thang)*$|^ns$|ngay thang nam|ntns|^nam sinh|birth|^d\.?o\.?b\.?$/,
    'birthDate',
  ],
  [/^tuoi|^do tuoi|^so tuoi|^age$/, 'age'],
];

const plain = (folded: string): string =>
  folded
    .replace(/\(\*\)|\*/g, '')
    .replace(/\((?:toi thieu|loai|ma the|dd|0:|pl\d|ghi ro|khong dien)[^)]*\)/g, '')
    .replace(/dang dd\/mm\/yyyy|dd\/mm\/yyyy/g, '')
    .replace(/[:.]+$/, '')
    .replace(/[\s_]+/g, ' ')
    .trim();

/** The field a header means, by its own words (accentless); null when the words are not known. */
export function fieldOfHeader(folded: string): Field | null {
  const text = plain(folded);
  if (text === '' || text.length > 90) return null;
  return RULES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const NUMBERS: Readonly<Record<string, number>> = {
  nhat: 1,
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  i: 1,
  ii: 2,
  iii: 3,
  iv: 4,
};
const NUMBERED =
  /\b(?:mui|lan|lieu|m|dose|shot)\s*(?:tiem )?(?:so |thu )?(?:(\d)|(nhat|mot|hai|ba|bon|tu|i{1,3}|iv))\b/;
// "Ngày tiêm 2", "Vắc xin 1", "Lô 2"; "1st dose".
const TRAILING = /(?:vac ?xin|vaccine|vx|ngay(?: tiem)?|lo|(?:noi|diem|dia diem)(?: tiem)?)\s*\(?(\d)\)?$/;
const ORDINAL = /\b(\d)(?:st|nd|rd|th) (?:dose|shot|injection)/;

/** "Mũi 1", "Lần hai", "M3", "2nd dose", "Mũi nhắc lại": which dose a group of columns is about; null when about none. */
export function doseOfHeader(folded: string): { dose: number | null; booster: boolean } | null {
  const text = plain(folded);
  const again =
    /(?:mui|lieu) (?:tiem )?(nhac lai|bo sung)(?: ?(?:lan |thu |so )?(\d))?|booster(?: (\d))?/.exec(text);
  const number = NUMBERED.exec(again === null ? text : text.slice(0, again.index));
  const said =
    number?.[1] ??
    (number?.[2] === undefined ? undefined : String(NUMBERS[number[2]])) ??
    ORDINAL.exec(text)?.[1];
  if (said !== undefined) return { dose: Number(said), booster: /nhac lai|booster/.test(text) };
  // The first booster follows a primary series of two: lists call it the third dose.
  if (again !== null) return { dose: 2 + Number(again[2] ?? again[3] ?? 1), booster: true };
  const trailing = TRAILING.exec(text);
  return trailing === null ? null : { dose: Number(trailing[1]), booster: false };
}
