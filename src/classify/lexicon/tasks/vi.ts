/** Vietnamese cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const vi: CueLines<TaskCue> = {
  translate:
    'dịch|phiên dịch|sang tiếng {anh,việt,pháp,nhật,trung,hàn,đức} |ra tiếng {anh,việt,pháp,nhật,trung,hàn} |chuyển ngữ|bản dịch',
  howsay:
    'nói sao|nói thế nào|tiếng {anh,nhật,hàn,trung,pháp} là gì|nghĩa là gì|có nghĩa là gì|đọc là gì|viết thế nào',
  language: 'tiếng {anh,việt,pháp,nhật,trung,hàn,đức,nga,tây ban nha,thái} ',
  summarize:
    'tóm tắt|tóm lược|ý chính|nội dung chính|điểm chính|tổng kết|tổng hợp|rút gọn|những ý quan trọng|nói về điều gì|tóm gọn|cô đọng',
  brief: 'trong {một,hai,ba,vài,0} {câu,từ,ý,dòng} |không quá 0|tối đa 0|ngắn gọn|gạch đầu dòng|0 từ',
  rewrite:
    'viết lại|diễn đạt lại|diễn đạt|nói cách khác|câu văn|cải thiện|đơn giản hóa|làm cho * hơn|{trang trọng,lịch sự,ngắn gọn,tự nhiên,dễ hiểu,chuyên nghiệp,mượt,thân thiện} hơn|chuyển thành|sửa lại|biến * thành|trau chuốt|paraphrase',
  adjust: 'ngắn hơn|dài hơn|rút ngắn|mở rộng|lịch sự hơn|đơn giản hơn|trang trọng hơn|ngắn gọn hơn',
  correct: 'sửa lỗi|chính tả|ngữ pháp|lỗi sai|sửa câu|đúng ngữ pháp|dấu câu|kiểm tra lỗi|đúng chưa',
  tone: 'trang trọng|lịch sự|chuyên nghiệp|thân mật|thân thiện|giọng văn|phong cách|hài hước',
  extract:
    'trích xuất|trích ra|liệt kê|tìm tất cả|lấy ra|từ khóa|thực thể|những {người,công ty,địa danh,ngày} nào|tên riêng|từ đoạn|lọc ra|rút ra|thông tin trong',
  classify:
    'phân loại|cảm xúc|thuộc {loại,nhóm,chủ đề} nào|tích cực hay tiêu cực|gắn nhãn|đánh giá này|ý định|cùng nghĩa|nhãn|xác định|chủ đề gì|spam hay',
  polarity: 'tích cực|tiêu cực|trung lập|có hay không|đúng hay sai|lựa chọn:|khiếu nại',
  write:
    'viết|soạn|sáng tác|tạo|nghĩ ra|gợi ý|đề xuất|lập|thiết kế|cho tôi {0,một,vài,ý tưởng} |đặt {tên,câu} |làm một bài|làm {cho,giúp} |xây dựng|kể {một,cho} ',
  genre:
    'truyện|bài thơ|thơ|thư|bức thư|bài văn|bài luận|bài viết|email|tin nhắn|bài phát biểu|kịch bản|khẩu hiệu|slogan|tiêu đề|quảng cáo|bài đăng|caption|mô tả sản phẩm|câu chuyện|lời chúc|thiệp|đơn xin|lời bài hát|đoạn văn|câu hỏi về|công thức|bài báo|hội thoại|thông báo|sơ yếu|cv|status|báo cáo về|bài hát|tiểu sử',
  ideas: 'ý tưởng|gợi ý|tên cho|đặt tên|quà|0 {ý tưởng,cách,lý do,câu hỏi,ví dụ,tên}',
  plan: 'kế hoạch|lịch trình|lộ trình|thực đơn|thời gian biểu|chiến lược|giáo án|lịch tập',
  continue: 'viết tiếp|tiếp tục câu chuyện|hoàn thành câu|điền vào',
  code: 'mã|code|hàm|chương trình|thuật toán|lập trình|biến|vòng lặp|cơ sở dữ liệu|truy vấn|mảng|lớp|script|biểu thức chính quy|kiểm thử|công thức excel|chuỗi',
  program:
    'viết {hàm,một hàm,chương trình,một chương trình,code,đoạn code,script,câu truy vấn,truy vấn,câu lệnh,mã} |bằng {python,java,javascript,c++,sql} |trong {python,java,javascript,sql} |đoạn {code,mã} này|tại sao code|sửa code|giải thích đoạn',
  error: 'lỗi|bị lỗi|không chạy|không hoạt động',
  compute:
    'giải|tính|chứng minh|bằng bao nhiêu|tìm {x,giá trị,m,nghiệm,diện tích,tổng} |rút gọn biểu thức|đạo hàm|tích phân|căn|phần trăm|nhân|chia|cộng|trừ|phương trình|tổng',
  howmany: 'bao nhiêu|mấy|bao lâu|bao xa|tổng cộng|tất cả bao nhiêu|còn lại bao nhiêu|hỏi',
  quantity:
    'đồng|nghìn|đô la|km|mét|giờ|phút|kg|lít|mỗi {ngày,giờ,người,tuần} |gấp đôi|một nửa|còn lại|giảm giá|lãi suất|mua|bán|quả táo|quả|cái|viên|nhiều hơn|ít hơn|tuổi',
  mathnoun:
    'phương trình|tam giác|hình tròn|hình chữ nhật|xác suất|số nguyên tố|phân số|góc|bán kính|đường kính|chu vi|diện tích|thể tích|dãy số|trung bình|ma trận|vectơ|vận tốc|số nguyên|bài toán',
  logic:
    'suy ra|suy luận|kết luận|lập luận|logic|tiền đề|giả định|do đó|nếu * thì|tất cả * đều|một số * là|mâu thuẫn|hợp lý không',
  puzzle:
    'câu đố|đố|cao hơn|thấp hơn|lớn tuổi hơn|ngồi|bên trái|bên phải|nói dối|nói thật|ai {là,nói dối,ngồi,cao} |khác loại|số tiếp theo|quy luật|ai là người',
  cause: 'nguyên nhân|kết quả|hậu quả|bởi vì|do|dẫn đến|điều gì xảy ra|vì vậy',
  likely: 'có khả năng|có thể nhất|hợp lý nhất|chọn đáp án',
  who: 'ai|khi nào|ở đâu|đâu|nào|năm nào|bao giờ|người nào|thủ đô|tên gì|ngày nào|nước nào|thành phố nào',
  what: 'là gì|cái gì|gì|có phải|có đúng|định nghĩa|nghĩa là|là ai|có không',
  why: 'tại sao|vì sao|lý do',
  howto: 'làm sao|làm thế nào|cách|bằng cách nào|như thế nào|hướng dẫn|các bước|mẹo|phải làm gì|từng bước',
  explain:
    'giải thích|mô tả|khác nhau|sự khác biệt|cho biết|nói về|kể về|ưu điểm|nhược điểm|ví dụ|trình bày|lịch sử|ý nghĩa|tác dụng|lợi ích|giới thiệu|phân biệt',
  compare: 'khác nhau|so sánh|hay là|hay|tốt hơn|hoặc',
  advise:
    'khuyên|nên|có nên|tư vấn|giới thiệu cho|có tốt không|có sao không|được không|theo bạn|tốt nhất|đáng|lời khuyên',
  analyse: 'phân tích|đánh giá|nhận xét|xu hướng|tác động|ảnh hưởng',
  list: 'danh sách|liệt kê|kể tên|nêu',
  exam: 'câu nào sau đây|đáp án đúng|chọn câu|đúng hay sai|trắc nghiệm',
  given:
    '{đoạn,bài,câu,văn bản,email,tin nhắn,bài báo,đoạn văn} {này,sau,dưới đây,trên,sau đây} |dưới đây|sau đây|đính kèm|đoạn văn:|văn bản:|câu:|đây là',
  document:
    'văn bản|đoạn văn|bài báo|bài viết|tin nhắn|báo cáo|hợp đồng|khách hàng|cuộc họp|tài liệu|đánh giá|bình luận|biên bản',
  answer_from:
    'dựa vào|dựa trên|theo {đoạn,bài,văn bản,tài liệu,tác giả,hợp đồng} |trả lời câu hỏi|đọc đoạn|trong bài|trong đoạn|chỉ dùng|căn cứ|trả lời',
  label: 'câu hỏi:|trả lời:|ngữ cảnh:|văn bản:|đoạn văn:',
  greet: 'chào|xin chào|cảm ơn|cám ơn|tạm biệt|khỏe không|chúc ngủ ngon|buổi sáng|alo|hi',
  about_you:
    'bạn {có,là,tên,thích,biết,có thể,bao nhiêu tuổi,làm,nghĩ,cảm thấy} |tên bạn|em là ai|ai tạo ra bạn|mày là',
  feel: 'buồn|chán|mệt|cô đơn|vui|tức|tôi cảm thấy|tâm sự|yêu bạn|thất tình|stress|khóc|lo lắng|bạn gái|bạn trai',
  role: 'hãy đóng|đóng vai|bạn là {một,chuyên gia,giáo viên,trợ lý,nhà} |giả sử bạn|giả vờ|hãy làm|hãy là|nhập vai|tưởng tượng|vai trò|với tư cách|mô phỏng|trả lời như',
  game: 'chuyện cười|đùa|trò chơi|chơi|hài|đoán|hát|kể chuyện cười',
  follow:
    'có|không|ok|được|tiếp tục|tiếp|nữa|thêm|còn|bây giờ {thì,hãy,dịch} |cái thứ|đúng rồi|chính xác|vâng|ừ|dạ|làm đi|cái đó|lại|thế còn|ngắn hơn',
  schedule:
    'đặt {vé,phòng,bàn,lịch,báo thức,hẹn,xe,một,mua} |đặt|hủy|mua vé|nhắc|nhắc tôi|hẹn|lịch hẹn|thanh toán|gọi xe|chuyến bay|khách sạn|báo thức|thêm vào lịch|dời lịch|cuộc hẹn|cuộc họp',
  send: 'gửi|gọi|gọi cho|nhắn|nhắn tin|chuyển tiếp|đăng|chia sẻ|thông báo cho|trả lời email',
  device: 'bật|tắt|mở|đóng|tăng|giảm|âm lượng|đèn|điều hòa|nhạc|phát|tạm dừng|tivi|hẹn giờ',
  account:
    'tài khoản|số dư|đơn hàng|hóa đơn|thẻ|mật khẩu|giao hàng|hoàn tiền|mã đơn|chuyển khoản|gói cước|kiện hàng|đổi trả',
  change:
    'xóa|xoá|di chuyển|sao chép|đổi tên|tải|cài đặt|khởi động lại|cập nhật|thay đổi|thêm|lưu|tạo {thư mục,tệp,tài khoản,sự kiện} |khóa|chuyển {0,tiền} |sửa {thông tin,địa chỉ} |duyệt|chạy',
  search:
    'tìm|tra|tra cứu|kiểm tra|xem|hiển thị|thời tiết|gần đây|gần nhất|mấy giờ|giao thông|còn {vé,phòng,chỗ} |tỷ giá|giá cổ phiếu|cho xem|lấy',
  thing:
    'lịch|cuộc họp|báo thức|tài khoản|hóa đơn|thời tiết|đèn|chuyến bay|khách sạn|nhà hàng|tàu|vé|tệp|thư mục|máy chủ|đơn hàng|xe',
  when: 'hôm nay|ngày mai|hôm qua|tối nay|sáng mai|tuần sau|tuần tới|thứ {hai,ba,tư,năm,sáu,bảy} |chủ nhật|lúc 0|0 giờ|bây giờ|0h|chiều|sáng|tối',
  please: 'làm ơn|giúp|giúp tôi|giúp mình|vui lòng|hãy|có thể * không|nhờ|xin|cho mình hỏi|cho tôi',
  want: 'tôi cần|tôi muốn|mình muốn|mình cần|cần|muốn|em muốn|đang tìm',
  first_person: 'tôi|mình|em|chúng tôi|của tôi|của mình|tớ|anh|con',
};
