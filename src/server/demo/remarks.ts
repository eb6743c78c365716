/** Remarks as citizens might write them; invented, and about nobody. */
export const CONTENT: readonly string[] = [
  'Cán bộ hướng dẫn tận tình, dễ hiểu.',
  'Làm nhanh, không phải chờ lâu.',
  'Chỗ ngồi mát, có nước uống.',
  'Nộp qua mạng rồi đến lấy kết quả, rất tiện.',
  'Cảm ơn đã giúp người già điền tờ khai.',
  'Helpful staff, clear instructions.',
];
export const DISCONTENT: readonly string[] = [
  'Chờ lâu quá, nên thêm người vào buổi sáng thứ Hai.',
  'Hẹn trả kết quả rồi lại phải đi thêm một lần.',
  'Giấy tờ nhiều, mẫu đơn khó hiểu.',
  'Phòng chờ nóng, thiếu ghế.',
  'Góp ý trước đây chưa thấy trả lời.',
  'Nên ghi rõ lệ phí ở bảng niêm yết.',
  'Hồ sơ đất đai chờ rất lâu.',
  'Mong có người hướng dẫn nộp trực tuyến.',
];
