/**
 * The survey that is shipped: six criteria from the national SIPAS frame (QĐ 2640/QĐ-BNV), to be confirmed from the
 * commune's own ballot. Loaded by the server only; tablets receive it as data.
 */
import type { Choice, Criterion, Reason, Survey } from './survey.ts';

const words = (vi: string, en: string) => ({ vi, en });
const choice = (id: string, vi: string, en: string): Choice => ({ id, label: words(vi, en) });
const reason: (id: string, vi: string, en: string) => Reason = choice;

const criteria: Criterion[] = [
  {
    id: 'access',
    name: words('Tiếp cận dịch vụ', 'Access to the service'),
    question: words(
      'Ông/Bà có dễ dàng tìm hiểu thông tin và tiếp cận nơi, kênh nộp hồ sơ (trực tiếp, trực tuyến, bưu chính) không?',
      'Was it easy to find information and to reach the place or channel for filing (in person, online, by post)?',
    ),
    weight: 1,
    stages: [],
    reasons: [
      reason('information', 'Khó tìm thông tin', 'Information hard to find'),
      reason('place', 'Khó tìm nơi, quầy', 'Place or counter hard to find'),
      reason('online', 'Nộp trực tuyến khó', 'Online filing is difficult'),
      reason('hours', 'Giờ làm việc bất tiện', 'Inconvenient hours'),
    ],
  },
  {
    id: 'reception',
    name: words('Điều kiện đón tiếp và phục vụ', 'Reception conditions'),
    question: words(
      'Ông/Bà hài lòng thế nào về chỗ ngồi chờ, trang thiết bị và sự thuận tiện tại nơi tiếp nhận?',
      'How satisfied are you with the seating, the equipment and the comfort of the reception area?',
    ),
    weight: 1,
    stages: [],
    reasons: [
      reason('seats', 'Thiếu chỗ ngồi', 'Too few seats'),
      reason('heat', 'Nóng, chật, ồn', 'Hot, crowded or noisy'),
      reason('equipment', 'Thiết bị cũ, hỏng', 'Old or broken equipment'),
      reason('disabled-access', 'Khó cho người già, khuyết tật', 'Hard for elderly or disabled people'),
    ],
  },
  {
    id: 'procedure',
    name: words('Thủ tục hành chính', 'Administrative procedure'),
    question: words(
      'Ông/Bà hài lòng thế nào về việc niêm yết công khai, rõ ràng, đơn giản của thủ tục, giấy tờ, phí?',
      'How satisfied are you that procedures, papers and fees are posted, clear and simple?',
    ),
    weight: 1,
    stages: [],
    reasons: [
      reason('papers', 'Quá nhiều giấy tờ', 'Too many papers'),
      reason('unclear', 'Hướng dẫn không rõ', 'Unclear instructions'),
      reason('fees', 'Phí không rõ', 'Unclear fees'),
      reason('returns', 'Phải đi lại nhiều lần', 'Had to come several times'),
    ],
  },
  {
    id: 'staff',
    name: words('Sự phục vụ của cán bộ, công chức', 'Staff service'),
    question: words(
      'Ông/Bà hài lòng thế nào về thái độ, sự hướng dẫn và tinh thần trách nhiệm của công chức?',
      'How satisfied are you with the attitude, the guidance and the responsibility of the staff?',
    ),
    weight: 1,
    stages: [],
    reasons: [
      reason('attitude', 'Thái độ chưa tốt', 'Poor attitude'),
      reason('guidance', 'Hướng dẫn chưa kỹ', 'Poor guidance'),
      reason('absent', 'Vắng mặt, làm việc riêng', 'Absent or busy with private matters'),
      reason('trouble', 'Gây phiền hà', 'Made things difficult'),
    ],
  },
  {
    id: 'result',
    name: words('Kết quả, thời gian và chi phí giải quyết', 'Result, time and cost'),
    question: words(
      'Ông/Bà hài lòng thế nào về thời gian chờ, việc trả kết quả đúng hẹn, đúng nội dung, đúng phí?',
      'How satisfied are you with the waiting time, and with a result on time, correct and at the right fee?',
    ),
    weight: 1,
    stages: [],
    reasons: [
      reason('waiting', 'Chờ đợi lâu', 'Long wait'),
      reason('late', 'Trả kết quả trễ hẹn', 'Result was late'),
      reason('wrong', 'Kết quả sai sót', 'Result had mistakes'),
      reason('cost', 'Chi phí cao hơn quy định', 'Cost above the rules'),
    ],
  },
  {
    id: 'feedback',
    name: words('Tiếp nhận, xử lý góp ý, phản ánh, kiến nghị', 'Handling of feedback'),
    question: words(
      'Ông/Bà hài lòng thế nào về việc tiếp nhận và trả lời góp ý, phản ánh, kiến nghị?',
      'How satisfied are you with how suggestions and complaints are received and answered?',
    ),
    weight: 1,
    stages: [],
    reasons: [
      reason('no-channel', 'Không biết góp ý ở đâu', 'No idea where to give feedback'),
      reason('no-answer', 'Không được trả lời', 'No answer given'),
      reason('slow-answer', 'Trả lời chậm', 'Slow answer'),
      reason('poor-answer', 'Trả lời không thỏa đáng', 'Unsatisfactory answer'),
    ],
  },
];

/** Version 1 of every new office. */
export const SIX_CRITERIA: Survey = {
  version: 1,
  title: words('Phiếu đánh giá mức độ hài lòng', 'Satisfaction survey'),
  invitation: words(
    'Mời Ông/Bà đánh giá việc phục vụ hôm nay. Không ghi tên, chỉ mất nửa phút.',
    'Please rate today’s service. It is anonymous and takes half a minute.',
  ),
  wordingToConfirm: true,
  goal: 85,
  method: 'top2',
  overall: 'criteriaMean',
  order: 'best-first',
  levels: {
    5: words('Rất hài lòng', 'Very satisfied'),
    4: words('Hài lòng', 'Satisfied'),
    3: words('Bình thường', 'Neutral'),
    2: words('Không hài lòng', 'Dissatisfied'),
    1: words('Rất không hài lòng', 'Very dissatisfied'),
  },
  unknown: words('Không biết / Không sử dụng', 'Don’t know / Not used'),
  otherReason: words('Lý do khác', 'Another reason'),
  stages: [choice('filing', 'Nộp hồ sơ', 'Filing'), choice('collecting', 'Nhận kết quả', 'Collecting the result')],
  fields: [
    choice('civil-status', 'Hộ tịch', 'Civil status'),
    choice('certification', 'Chứng thực', 'Certification'),
    choice('land', 'Đất đai', 'Land'),
    choice('construction', 'Xây dựng', 'Construction'),
    choice('labour', 'Lao động – Thương binh – Xã hội', 'Labour, veterans and social affairs'),
    choice('social-protection', 'Bảo trợ xã hội', 'Social protection'),
    choice('other-judicial', 'Tư pháp khác', 'Other judicial matters'),
  ],
  criteria,
};
