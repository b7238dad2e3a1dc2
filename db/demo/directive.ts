/**
 * The plan under which the demonstration province reported every day before the dispatch came: so that calendars have a
 * past to show. It is made up, like everything of the demonstration, and ends the day before the dispatch.
 */
export const DEMO_PLAN = {
  id: 'ke-hoach-trinh-dien',
  content: {
    number: '01/KH-TD',
    issuedOn: '2021-11-26',
    issuer: 'Sở Y tế Quảng Ninh (trình diễn)',
    signer: 'Giám đốc Sở Y tế',
    summary: 'Kế hoạch báo cáo tiêm chủng hằng ngày (dữ liệu trình diễn)',
    legalBases: ['Quyết định số 3588/QĐ-BYT ngày 26/7/2021 của Bộ Y tế'],
    items: [
      {
        id: 'hang-ngay',
        number: '1',
        title: 'Báo cáo kết quả tiêm hằng ngày của trạm y tế',
        owners: { levels: ['commune'], facilities: false, roles: ['health-station'] },
        form: 'daily_vaccination',
        schedule: { kind: 'daily', time: '16:00' },
        check: 'none',
        from: '2021-11-29',
        until: '2021-12-13',
      },
    ],
  },
} as const;
