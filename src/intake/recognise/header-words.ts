/** What header words mean. Headers are compared accentless; where an accent decides (Nam / Năm), siblings and values do. */
import type { Field } from '../layout.ts';

type Rule = readonly [RegExp, Field];

// The first rule that fits wins: the particular stands before the general.
const RULES: readonly Rule[] = [
  [/ket qua (import|nhap|tai)|^ket qua$|^import result$/, 'result'],
  [/^(stt|tt|#|so tt|so thu tu|thu tu|no)\.?$/, 'ordinal'],
  [/(ngay|noi) cap|han (su dung|the)|email|quoc tich|trinh do|ton giao/, 'ignore'],
  [/quan he/, 'relation'],
  [/(ho (va )?ten|ten).*chu ho|^chu ho$/, 'headName'],
  [/(so|ma) (ho|shk)\b|ho so$|so ho khau|^so hk$|^ho gia dinh$|^ho so$|^ho$/, 'household'],
  [/^(ho|ho va|ho,)? ?(va )?(chu |ten )?(dem|lot)$|^ho (va )?(chu )?(dem|lot)|^ho \(/, 'familyName'],
  [/ho ?(va|,|&|-)? ?ten|^ten (nguoi|doi tuong|cong dan|nhan khau)|^nhan khau$|^ho ten|full ?name/, 'name'],
  [/^ten( goi)?$/, 'givenName'],
  [/so luong|tong so|ty le|chi tieu/, 'ignore'],
  [
    /cccd.*(cmnd|cmt)|(cmnd|cmt).*cccd|giay to tuy than|so giay to|dinh danh.*cm|chung minh.*can cuoc|can cuoc.*chung minh/,
    'id',
  ],
  [/cccd|can cuoc|dinh danh|ddcn/, 'cccd'],
  [/cmnd|cmt|chung minh/, 'cmnd'],
  [/ho chieu|passport/, 'passport'],
  [/bhyt|bao hiem y te|the bao hiem/, 'bhyt'],
  [/dien thoai|sdt|so dt|^dt$|phone|di dong|lien he/, 'phone'],
  [/gioi tinh|^gt$|^phai$|nam ?\/ ?nu/, 'sex'],
  [/dan toc/, 'ethnic'],
  [/^ma (tinh|tp)|ma tinh/, 'provinceCode'],
  [/ma (quan|huyen)/, 'districtCode'],
  [/ma (xa|phuong)/, 'communeCode'],
  [/ma nhom|nhom (doi tuong|uu tien)|doi tuong uu tien|^nhom( dt)?$|^doi tuong$/, 'priorityGroup'],
  [/ngay tiem|thoi gian tiem|tiem ngay/, 'doseDate'],
  [/so lo|lo vac|lo vx|^lo( sx)?$|batch|so loai lo/, 'doseLot'],
  [/(dia diem|noi|co so|diem) tiem|don vi tiem|cs tiem/, 'dosePlace'],
  [/loai (lieu|mui)|phan loai mui|^lieu( tiem)?$/, 'doseKind'],
  [/mui (so|thu)|so mui|lan tiem|^mui( tiem)?$|lieu so/, 'doseNumber'],
  [/vac ?xin|vaccine|^vx$|ten vx|loai vx/, 'doseVaccine'],
  [/(den|o|luu tru|tam tru) tu ngay|ngay (den|dang ky tam tru)|tu ngay|thoi gian den/, 'residenceFrom'],
  [
    /(tinh trang|loai|dien|hinh thuc) (cu tru|ho khau|nhan khau)|^hk$|^ho khau$|^cu tru$|thuong tru ?\/ ?tam tru|tt ?\/ ?tt|^dien$/,
    'residenceKind',
  ],
  [
    /(noi|dia chi|cho|noi dk|dk|dang ky).*(thuong tru|ho khau|hktt|hkhk)|^(hktt|thuong tru|dkhk|nguyen quan|que quan)|ho khau thuong tru|dang ky (thuong tru|hk)/,
    'registeredAddress',
  ],
  [/tinh ?\/ ?(thanh pho|tp)|^tinh$/, 'provinceText'],
  [/(quan|huyen) ?\/ ?(huyen|quan|tx|thi xa|tp)|^(quan|huyen)$/, 'districtText'],
  [/(xa|phuong) ?\/ ?(phuong|xa|thi tran|tt)|^(xa|phuong)$/, 'communeText'],
  [
    /dia ban co so|^(thon|xom|khu pho|khu|kp|ban|ap|to dan pho|tdp|khu dan cu|to)( ?[/,] ?(thon|xom|khu pho|khu|kp|ban|ap|to dan pho|tdp|to|pho))*$|^ten (thon|khu)/,
    'hamlet',
  ],
  [/(noi|cho|dia chi) o hien|hien (nay|tai)|dang o|luu tru|tam tru|noi o|cho o/, 'currentAddress'],
  [/dia chi|so nha|noi cu tru/, 'address'],
  [/nghe nghiep|cong tac|noi lam viec|don vi|co quan|truong hoc/, 'occupation'],
  [/ghi chu|luu y|note/, 'note'],
  [/(ngay|nam).*sinh|^sinh|^ns$|ngay thang nam|ntns|^nam sinh/, 'birthDate'],
  [/^tuoi|do tuoi/, 'age'],
];

/** The field a header means, by its own words; null when the words are not known. */
export function fieldOfHeader(folded: string): Field | null {
  const text = folded
    .replace(/\(\*\)|\*/g, '')
    .replace(/\((?:toi thieu|loai|ma the|dd|0:|pl\d|ghi ro|khong dien)[^)]*\)/g, '')
    .replace(/dang dd\/mm\/yyyy|dd\/mm\/yyyy/g, '')
    .replace(/[:.]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (text === '' || text.length > 90) return null;
  return RULES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** "Mũi 1", "Lần 2", "M3", "Mũi nhắc lại": which dose a group of columns is about. */
export function doseOfHeader(folded: string): { dose: number | null; booster: boolean } | null {
  const number = /\b(?:mui|lan|lieu|m)\s*(?:so |thu |tiem |tiem thu )?(\d)\b/.exec(folded);
  if (number) return { dose: Number(number[1]), booster: /nhac lai/.test(folded) };
  if (/mui (nhac lai|bo sung)|lieu (nhac lai|bo sung)/.test(folded)) return { dose: 3, booster: true };
  return null;
}
