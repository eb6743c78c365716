/** Words about ballots that look as if staff had entered them. They ask for a look and accuse nobody. */
import type { SignalThresholds } from '../../domain/signal-thresholds.ts';
import type { Language } from '../dashboard-words.ts';

const vi = {
  title: 'Dấu hiệu cần xem',
  intro:
    'Những ngày mà phiếu của một máy không giống cách người dân thường trả lời. Đây chỉ là gợi ý để kiểm tra, không phải kết luận về ai; phiếu vẫn được tính.',
  kinds: {
    'too-quick': 'Trả lời quá nhanh',
    burst: 'Nhiều phiếu trong ít phút',
    'straight-top': 'Nhiều phiếu liền nhau toàn mức 5',
    'out-of-hours': 'Ngoài giờ làm việc',
    compensation: 'Phiếu toàn mức 5 ngay sau phiếu chưa hài lòng',
    'channel-misfit': 'Kênh không khớp',
  },
  why: {
    'too-quick': (quickest: string, limit: string) =>
      `Nhanh nhất ${quickest} giây mỗi câu; ngưỡng là ${limit} giây, khó kịp đọc câu hỏi.`,
    burst: (ballots: string, seconds: string) => `Nhiều nhất ${ballots} phiếu trong ${seconds} giây trên cùng một máy.`,
    'straight-top': (ballots: string, seconds: string) =>
      `Nhiều nhất ${ballots} phiếu giống hệt nhau trong ${seconds} giây.`,
    'out-of-hours': (grace: string) => `Cách giờ mở cửa hơn ${grace} phút, hoặc vào ngày nghỉ.`,
    compensation: (minutes: string, percent: string) =>
      `Đến trong ${minutes} phút sau phiếu có mức 1 hoặc 2, mỗi câu chưa tới ${percent} % thời gian thường.`,
    'channel-misfit': 'Phiếu ghi một kênh mà nơi gửi không thể có.',
  },
  todo: {
    'too-quick': 'Xem máy có bị trẻ em nghịch hoặc có ai bấm thử không.',
    burst: 'Hỏi xem lúc đó có đoàn đông người, hay có ai bấm thay.',
    'straight-top': 'Nhắc lại: mỗi người dân tự bấm phiếu của mình; cán bộ không bấm hộ.',
    'out-of-hours': 'Kiểm tra giờ làm việc trong Cài đặt, và ai giữ máy sau giờ.',
    compensation: 'Xoay màn hình về phía người dân và cho họ đủ thời gian bấm.',
    'channel-misfit': 'Báo người quản trị xem máy và phần mềm của máy.',
  },
  ballotsOf: (flagged: string, all: string) => `${flagged} trong ${all} phiếu`,
  dayCount: (all: string) => `Cả ngày có ${all} phiếu`,
  paper: 'Phiếu giấy',
  none: 'Không có dấu hiệu nào trong kỳ này.',
  noneText: 'Phiếu được xem ít giây sau khi đến. Ngưỡng của từng dấu hiệu nằm trong Cài đặt đơn vị.',
  total: (ballots: string) => `${ballots} phiếu có dấu hiệu trong kỳ.`,
  more: (count: string) => `Còn ${count} ngày của các máy không liệt kê ở đây; hãy chọn kỳ ngắn hơn.`,
  hidden: (count: string) =>
    `${count} dấu hiệu không nêu vì ngày đó máy có dưới 5 phiếu: nêu ra sẽ lộ câu trả lời của từng người.`,
  waiting: (count: string) => `Đang xem lại ${count} ngày của các máy.`,
  placesTitle: 'Quầy cao khác thường so với các quầy khác',
  placesIntro:
    'Trong tuần đó, tỷ lệ phiếu hài lòng ở quầy vượt giới hạn 99,8 % quanh các quầy còn lại. Phục vụ tốt cũng trông như vậy: không phiếu nào bị đánh dấu hay bỏ ra vì điều này.',
  week: (day: string) => `Tuần từ ${day}`,
  place: (share: string, ballots: string, peers: string, peerBallots: string) =>
    `${share} trong ${ballots} phiếu; các quầy khác ${peers} trong ${peerBallots} phiếu.`,
  thresholds: 'Sửa ngưỡng',
  line: (ballots: string, index: string) => `Không tính ${ballots} phiếu có dấu hiệu cần xem: ${index}`,
  lineHidden: (ballots: string) =>
    `${ballots} phiếu có dấu hiệu cần xem. Con số không tính các phiếu này không nêu, vì sẽ lộ câu trả lời của từng người.`,
  lineWithout: (ballots: string, index: string) =>
    `Đang không tính ${ballots} phiếu có dấu hiệu cần xem. Tính mọi phiếu: ${index}`,
  showWithout: 'Xem khi không tính',
  showAll: 'Tính mọi phiếu',
  details: 'Các dấu hiệu',
  onlyAbove:
    'Chỉ số chung, các tiêu chí và số câu trả lời theo mức không tính các phiếu đó. Xu hướng, lý do và các bảng theo quầy, lĩnh vực, bước, kênh vẫn tính mọi phiếu.',
  settings: {
    intro:
      'Từ đâu thì một điều được coi là dấu hiệu cần xem. Mặc định được chọn để hầu như không đánh dấu phiếu của người dân. Đổi ngưỡng thì phiếu từ đầu năm nay được xem lại ngay sau đó; phiếu của các năm trước giữ nguyên dấu hiệu.',
    on: 'Dùng dấu hiệu này',
    fields: {
      'tooQuick.msPerAnswer': 'Nhanh hơn bao nhiêu mili giây cho mỗi câu trả lời',
      'burst.ballots': 'Từ bao nhiêu phiếu',
      'burst.minutes': 'Trong bao nhiêu phút',
      'straightTop.ballots': 'Từ bao nhiêu phiếu liền nhau',
      'straightTop.seconds': 'Mỗi phiếu cách phiếu trước không quá bao nhiêu giây',
      'outOfHours.graceMinutes': 'Cách giờ làm việc hơn bao nhiêu phút',
      'compensation.minutes': 'Trong bao nhiêu phút sau phiếu có mức 1 hoặc 2',
      'compensation.percentOfUsual': 'Mỗi câu chưa tới bao nhiêu phần trăm thời gian thường',
      'farFromPeers.ballots': 'Khi quầy và các quầy khác mỗi bên có từ bao nhiêu phiếu trong tuần',
    },
    far: 'Quầy cao khác thường so với các quầy khác',
    bad: (least: string, most: string) => `Một số nguyên từ ${least} đến ${most}`,
    defaults: 'Trở về mặc định',
    saved: 'Đã lưu. Phiếu từ đầu năm nay đang được xem lại với ngưỡng mới.',
  },
};
export type SignalWords = typeof vi;

const en: SignalWords = {
  title: 'Worth a look',
  intro:
    'Days on which the ballots of a tablet do not look like the way citizens usually answer. They ask for a look and say nothing about anybody; the ballots still count.',
  kinds: {
    'too-quick': 'Answered too quickly',
    burst: 'Many ballots in a few minutes',
    'straight-top': 'Many ballots in a row, all at level 5',
    'out-of-hours': 'Out of hours',
    compensation: 'All at level 5 right after a dissatisfied ballot',
    'channel-misfit': 'A channel that does not fit',
  },
  why: {
    'too-quick': (quickest, limit) =>
      `The quickest took ${quickest} seconds for each answer; below ${limit} seconds a question can hardly be read.`,
    burst: (ballots, seconds) => `At most ${ballots} ballots in ${seconds} seconds on one tablet.`,
    'straight-top': (ballots, seconds) => `At most ${ballots} ballots exactly alike in ${seconds} seconds.`,
    'out-of-hours': (grace) => `More than ${grace} minutes from the opening hours, or on a day off.`,
    compensation: (minutes, percent) =>
      `Within ${minutes} minutes after a ballot with level 1 or 2, in less than ${percent}% of the usual time.`,
    'channel-misfit': 'The ballot names a channel that its sender cannot have.',
  },
  todo: {
    'too-quick': 'See whether children play with the tablet, or somebody tries it out.',
    burst: 'Ask whether a large group came, or somebody tapped for others.',
    'straight-top': 'Remind everyone: citizens tap their own ballot; staff never do it for them.',
    'out-of-hours': 'Check the opening hours in the settings, and who keeps the tablet after hours.',
    compensation: 'Turn the tablet towards the citizens and leave them time to tap.',
    'channel-misfit': 'Tell the administrator to look at the tablet and its program.',
  },
  ballotsOf: (flagged, all) => `${flagged} of ${all} ballots`,
  dayCount: (all) => `${all} ballots that day`,
  paper: 'Paper ballots',
  none: 'Nothing to look at in this period.',
  noneText: 'Ballots are looked at seconds after they arrive. The thresholds are in the office settings.',
  total: (ballots) => `${ballots} flagged ballots in this period.`,
  more: (count) => `${count} more days of tablets are not listed here; choose a shorter period.`,
  hidden: (count) =>
    `${count} signals are not shown because the tablet had fewer than 5 ballots that day: they would give away what single people answered.`,
  waiting: (count) => `${count} days of tablets are being looked at.`,
  placesTitle: 'Counters far above the others',
  placesIntro:
    'In that week the share of satisfied ballots at the counter was above the 99.8% limit around all other counters. Good service looks the same: no ballot is marked or left out for it.',
  week: (day) => `Week from ${day}`,
  place: (share, ballots, peers, peerBallots) =>
    `${share} of ${ballots} ballots; the other counters ${peers} of ${peerBallots}.`,
  thresholds: 'Change the thresholds',
  line: (ballots, index) => `Without ${ballots} flagged ballots: ${index}`,
  lineHidden: (ballots) =>
    `${ballots} flagged ballots. The figure without them is not shown: it would give away what single people answered.`,
  lineWithout: (ballots, index) => `${ballots} flagged ballots are left out. With all ballots: ${index}`,
  showWithout: 'Leave them out',
  showAll: 'Count all ballots',
  details: 'What was flagged',
  onlyAbove:
    'The overall index, the criteria and the answers by level leave these ballots out. The trend, the reasons and the tables by counter, field, stage and channel still count all.',
  settings: {
    intro:
      'From where on something is worth a look. The defaults are chosen so that hardly any citizen’s ballot is flagged. After a change, the ballots of this year are looked at again right away; those of earlier years keep their flags.',
    on: 'Use this signal',
    fields: {
      'tooQuick.msPerAnswer': 'Faster than how many milliseconds for each answer',
      'burst.ballots': 'From how many ballots',
      'burst.minutes': 'Within how many minutes',
      'straightTop.ballots': 'From how many ballots in a row',
      'straightTop.seconds': 'Each at most how many seconds after the one before',
      'outOfHours.graceMinutes': 'More than how many minutes from the opening hours',
      'compensation.minutes': 'Within how many minutes after a ballot with level 1 or 2',
      'compensation.percentOfUsual': 'In less than what percentage of the usual time',
      'farFromPeers.ballots': 'When the counter, and the others together, have how many ballots in the week',
    },
    far: 'Counters far above the others',
    bad: (least, most) => `A whole number from ${least} to ${most}`,
    defaults: 'Back to the defaults',
    saved: 'Saved. The ballots of this year are being looked at again.',
  },
};

export const SIGNAL_WORDS: Readonly<Record<Language, SignalWords>> = { vi, en };

/** What a signal is called, by its name in the settings. */
export const SIGNAL_TITLES: Readonly<Record<keyof SignalThresholds, (words: SignalWords) => string>> = {
  tooQuick: ({ kinds }) => kinds['too-quick'],
  burst: ({ kinds }) => kinds.burst,
  straightTop: ({ kinds }) => kinds['straight-top'],
  outOfHours: ({ kinds }) => kinds['out-of-hours'],
  compensation: ({ kinds }) => kinds.compensation,
  farFromPeers: ({ settings }) => settings.far,
  channelMisfit: ({ kinds }) => kinds['channel-misfit'],
};
