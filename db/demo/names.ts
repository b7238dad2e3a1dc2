/**
 * Names by their frequency, so that invented lists have as many namesakes as real ones: family names of the north by
 * public statistics, middle and given names by sex and generation, and the names of the peoples of Quảng Ninh's hills.
 */
export type Weighted = readonly (readonly [string, number])[];

/** "Văn 30|Đức 8|Minh": a weight after a name, 1 without. */
const weighted = (text: string): Weighted =>
  text.split('|').map((item) => {
    const match = /^(.*?)(?: ([\d.]+))?$/.exec(item)!;
    return [match[1]!, Number(match[2] ?? 1)] as const;
  });

export const FAMILIES = weighted(
  'Nguyễn 31|Trần 10.9|Lê 8.9|Phạm 5.9|Hoàng 5.1|Vũ 4.9|Phan 2.8|Đỗ 2.8|Bùi 2.5|Đặng 2.4|Hồ 1.5|Ngô 1.5|Dương 1.3|Đinh 1.2|Đoàn 1.1|Trịnh|Lương|Tô 0.8|Mai 0.8|Chu 0.7|Lý 0.7|Hà 0.6|Tạ 0.6|Cao 0.6|Vương 0.5|Lưu 0.5|Tống 0.4|Võ 0.4|Đào 1.2|Lâm 0.4|Phùng 0.5|Quách 0.2|Thái 0.3|Nghiêm 0.2|Bế 0.2|Khổng 0.1|La 0.2',
);
/** Dao, Tày, Sán Dìu, Sán Chay and Hoa of the eastern districts. */
export const HILL_FAMILIES = weighted(
  'Triệu 4|Bàn 4|Phùn 2|Chíu 3|Dường 2|Tằng 2|Lỷ 2|Voòng 2|Sằn|Nình 2|Trần 3|La 2|Hoàng 3|Lục|Từ|Tạ|Trương|Diệp',
);
export const HILL_GIVENS = weighted(
  'A Nhì|A Lống|Sáng Sềnh|Cắm Sín|Tài Múi|A Sám|Quay Phúc|Chăn Phấu|Dì Múi|Nhì Múi|Sám Múi|Tắc Hếnh|Vày Sáng',
);

const MEN_MIDDLES = weighted(
  'Văn 34|Đức 7|Minh 6|Quang 5|Xuân 4|Đình 5|Hữu 4|Mạnh 3|Tiến 3|Ngọc 4|Thành 3|Công 2.5|Trọng 2|Duy 3|Anh 2|Bá 1.5|Hoàng 3|Tuấn 2|Gia 2|Quốc 3|Thế 2|Viết 1|Đăng 1.5|Hồng 1.5|Thanh 2|Việt 1.5|Trung 1|Khắc 0.7|Danh 0.5|Phúc 0.7|Kim 0.5|Sỹ 0.7|Nhật 1|Bảo 1',
);
const MEN_GIVENS = weighted(
  'Hùng 4|Tuấn 4|Dũng 3.4|Nam 3|Cường 3|Hải 3|Minh 3|Thắng 2.8|Anh 3|Sơn 2.6|Long 2.2|Bình 2|Quân 2|Đức 2|Huy 2.4|Trung 2|Hiếu 2|Tùng 2|Thành 2.2|Đạt 2|Toàn 1.6|Hòa 1.5|Kiên 1.5|Việt 1.5|Khánh 1.5|Phương 1.2|Phúc 1.5|Lâm 1.4|Linh 1|Mạnh 1.3|Hưng 1.4|Quang 1.4|Vinh 1.2|Thái 1.2|Trường 1.3|Hoàng 1.5|Duy 1.4|Đông 0.9|Chiến 1|Tiến 1.4|Thịnh 1|Tài 1|Lộc 0.8|Nghĩa 0.9|Khoa 0.8|Bảo 1.2|Phong 1.2|Tú 1.1|Vũ 0.9|Định 0.7|Quyết 0.7|Chung 0.6|Hậu 0.7|Tâm 0.9|Thông 0.5|Luân 0.5|Lợi 0.6|Giang 0.9|Ngọc 0.8|Khôi 0.7|Kiệt 0.6|An 0.8|Nhân 0.5|Đại 0.5|Thuận 0.6|Hiệp 0.7|Công 0.5|Cảnh 0.4|Chính 0.4|Hoan 0.3|Khải 0.5|Lực 0.4|Ất 0.1|Bính 0.2|Mão 0.1|Oánh 0.2|Ước 0.2|Ứng 0.1',
);
const WOMEN_MIDDLES = weighted(
  'Thị 42|Thu 6|Ngọc 5|Thanh 5|Minh 4|Hồng 4|Phương 4|Thúy 3|Bích 3|Khánh 2|Kim 2.5|Mai 2|Lan 1.5|Quỳnh 2|Tuyết 1.5|Hải 1.5|Diệu 1.5|Bảo 1.5|Hà 1|Như 1|Thùy 2|Ánh 1|Hoài 1|Vân 1.5|Yến 0.8|Cẩm 0.7|Huyền 1|Tú 0.6|Kiều 0.6|Việt 0.5',
);
const WOMEN_GIVENS = weighted(
  'Lan 3|Hương 4|Hà 3.4|Hoa 3|Anh 4|Mai 2.6|Thủy 2.6|Hằng 3|Linh 4|Nga 2.5|Chi 1.6|Huệ 1.6|Tâm 1.5|Thảo 2.6|Ngọc 2.2|Đào 0.8|Vân 2.2|Nhung 2.2|Yến 1.8|Trang 3|Liên 1.6|Phương 3|Tươi 0.5|Huyền 2.2|Hiền 2.4|Thu 2.2|Dung 1.8|Hạnh 2|Loan 1.6|Oanh 1.3|Lý 0.8|Quyên 0.9|Nguyệt 1|Xuân 1.1|Ly 1|My 0.9|Nhi 1.1|Vy 0.9|Hường 1.2|Thúy 1.6|Thoa 0.7|Sen 0.4|Bích 0.8|Hoài 0.7|Tuyết 1|Duyên 0.9|Thơm 0.6|Ngân 1.1|Giang 0.8|Tú 0.6|Mỹ 0.5|Thanh 1.6|Bình 0.8|Cúc 0.6|Phượng 1|Hậu 0.6|Là 0.2|Bé 0.3|Gái 0.4|Nụ 0.2|Thắm 0.6|Tình 0.5|Lụa 0.4|Út 0.2|Ánh 0.8|Diệp 0.6|Trinh 0.5|Uyên 0.6|Châu 0.6|Hân 0.5',
);

export function pick(rnd: () => number, list: Weighted): string {
  let left = rnd() * list.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share] of list) {
    left -= share;
    if (left < 0) return name;
  }
  return list[0]![0];
}

/** Middle and given name; half of the young have a second middle name in place of "Văn" and "Thị" alone. */
export function givenName(rnd: () => number, sex: 'M' | 'F', age: number): string {
  const [middles, givens] = sex === 'M' ? [MEN_MIDDLES, MEN_GIVENS] : [WOMEN_MIDDLES, WOMEN_GIVENS];
  const usual = sex === 'M' ? 'Văn' : 'Thị';
  // "Văn" and "Thị" are the rule among the old and rare among children.
  const middle = rnd() < (age - 25) / 70 ? usual : pick(rnd, middles);
  const given = pick(rnd, givens);
  if (age < 35 && rnd() < (middle === usual ? 0.5 : 0.12)) {
    const second = pick(rnd, middles);
    if (second !== middle && second !== given) return `${middle} ${second} ${given}`;
  }
  return middle === given ? given : `${middle} ${given}`;
}
