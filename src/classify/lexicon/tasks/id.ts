/** Indonesian cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const id: CueLines<TaskCue> = {
  translate:
    'terjemah*|alih bahasa|ke bahasa {inggris,indonesia,jepang,arab,jawa,melayu} |dalam bahasa {inggris,jepang,arab,mandarin}',
  howsay: 'bahasa {inggrisnya,jepangnya,arabnya,indonesianya} |apa arti*|artinya apa|bagaimana mengatakan',
  language: 'inggris*|indonesia|jepang|mandarin|arab|jawa|perancis|jerman|melayu|korea',
  summarize:
    'ringkas*|rangkum*|intisari|poin {utama,penting} |inti dari|kesimpulan dari|singkat*|garis besar|gagasan utama|ikhtisar',
  brief: 'dalam {satu,dua,tiga,beberapa,0} {kalimat,kata,poin} |maksimal 0|singkat|poin-poin',
  rewrite:
    'tulis ulang|ubah {jadi,menjadi,kalimat} |parafras*|sederhanakan|kalimat lain|perbaiki {kalimat,tulisan} |buat {ini,kalimat ini,teks ini,lebih} |lebih {formal,sopan,singkat,jelas,santai,profesional}',
  adjust: 'perpendek|persingkat|perpanjang|lebih {pendek,panjang,sederhana,formal,sopan} |kembangkan',
  correct: 'perbaiki {tata,ejaan,grammar} |tata bahasa|ejaan|koreksi|kesalahan|typo',
  tone: 'formal|sopan|santai|profesional|ramah|gaya',
  extract:
    'ekstrak*|ambil|sebutkan semua|daftar semua|temukan semua|cari semua|kata kunci|siapa saja|dari teks|nama-nama|identifikasi',
  classify:
    'klasifikasi*|kategori*|sentimen|positif atau negatif|label*|termasuk|kelompokkan|apakah {ulasan,komentar,pesan} |tentukan apakah',
  polarity: 'positif|negatif|netral|ya atau tidak|benar atau salah|pilihan:|keluhan',
  write:
    'tulis*|tuliskan|buat|buatkan|buatlah|susun*|karang*|ciptakan|rancang*|berikan {0,saya,beberapa,ide} |kasih {0,ide} |usulkan',
  genre:
    'cerita|cerpen|puisi|surat|pantun|esai|artikel|pidato|email|caption|slogan|judul|iklan|naskah|undangan|ucapan|resep|deskripsi produk|laporan|dialog|lagu|lirik|postingan|proposal|dongeng|soal',
  ideas: 'ide|saran nama|nama untuk|hadiah|0 {ide,cara,alasan,pertanyaan,contoh,tips}',
  plan: 'rencana|jadwal|itinerary|strategi|program latihan|menu|rpp',
  code: 'kode|fungsi|program|skrip|algoritma|variabel|array|basis data|kueri|query|kelas|rumus excel|pemrograman',
  program:
    'buat* {fungsi,program,kode,skrip,query} |tulis {fungsi,program,kode,skrip} |kode {ini,saya,python} |di {python,java,javascript} |dengan {python,java,javascript}',
  error: 'error|kesalahan|tidak berfungsi|gagal|tidak jalan',
  compute:
    'hitung*|selesaikan|buktikan|berapa hasil|tentukan nilai|persen|akar|kali|dibagi|ditambah|dikurangi|persamaan|turunan|integral|carilah',
  howmany: 'berapa|seberapa|jumlah|total|berapa banyak',
  quantity:
    'rupiah|rp|dolar|kilometer|meter|jam|menit|kilogram|liter|per {jam,hari,orang} |setengah|sisa|diskon|bunga|membeli|menjual|apel|buah|lebih banyak',
  mathnoun:
    'persamaan|segitiga|lingkaran|persegi|peluang|bilangan|pecahan|sudut|jari-jari|keliling|luas|volume|rata-rata|barisan',
  logic:
    'logika|kesimpulan|simpulkan|premis|asumsi|argumen|maka|jika * maka|semua * adalah|sebagian * adalah|penalaran',
  puzzle:
    'teka-teki|tebak|lebih {tinggi,tua,muda} dari|duduk|sebelah|berbohong|jujur|siapa yang|angka berikutnya|pola',
  cause: 'penyebab|akibat|karena|sebab|menyebabkan|dampak',
  likely: 'kemungkinan|mungkin|pilih jawaban',
  who: 'siapa|kapan|di mana|dimana|mana|tahun berapa|ibu kota|yang mana|hari apa|ke mana',
  what: 'apa itu|apa {yang,saja,perbedaan,kabar} |apakah|definisi|pengertian|apa',
  why: 'mengapa|kenapa|alasan',
  howto: 'bagaimana|cara|gimana|langkah*|tips|panduan|apa yang harus',
  explain:
    'jelaskan*|uraikan*|perbedaan*|ceritakan*|kelebihan|kekurangan|contoh*|pengertian|manfaat|sejarah|beda',
  compare: 'perbedaan|bandingkan*|atau|lebih baik|beda',
  advise: 'rekomendasi*|saran*|sebaiknya|haruskah|bolehkah|apakah {boleh,aman,baik} |menurutmu|terbaik|bagus',
  analyse: 'analisis*|evaluasi*|nilai*|tafsirkan',
  list: 'daftar|sebutkan|tuliskan 0',
  given:
    '{teks,kalimat,artikel,paragraf,email,ulasan,pesan} {ini,berikut,di bawah,tersebut} |berikut|di bawah ini|di atas|teks:|kalimat:|terlampir',
  document:
    'teks|artikel|paragraf|ulasan|pesan|laporan|kontrak|pelanggan|dokumen|kalimat|bacaan|rapat|berita|notulen',
  answer_from:
    'berdasarkan|menurut {teks,bacaan,artikel,penulis,dokumen} |jawab*|dalam teks|baca*|sesuai|hanya {dari,gunakan,berdasarkan}',
  label: 'pertanyaan:|jawaban:|konteks:|teks:',
  greet:
    'halo|hai|terima kasih|makasih|selamat {pagi,siang,sore,malam} |apa kabar|sampai jumpa|assalamualaikum|hei|met malam',
  about_you:
    'kamu {siapa,bisa,punya,suka,tahu,manusia,robot} |siapa kamu|nama kamu|namamu|siapa namamu|apakah kamu|kamu',
  feel: 'bosan|sedih|galau|capek|lelah|kesepian|senang|marah|aku merasa|curhat|pacar*|stres|nangis',
  role: 'berperan*|bertindak*|berpura-pura|kamu adalah|anda adalah|bayangkan|jadilah|main peran|seolah*|sebagai seorang',
  game: 'lelucon|lucu|main|tebak-tebakan|humor|hibur*|nyanyi*',
  follow:
    'ya|iya|tidak|oke|lanjut*|lagi|terus|boleh|sekarang {dalam,buat} |yang {kedua,pertama,lain} |sama|betul|benar|tolong|kalau|lebih pendek',
  schedule:
    'pesan*|pesankan|booking|reservasi|batalkan*|jadwalkan*|ingatkan*|pengingat|setel alarm|pasang alarm|beli*|bayar*|tiket*|hotel|taksi|penerbangan|janji',
  send: 'kirim*|telepon*|hubungi*|balas*|bagikan*|teruskan*|kabari*',
  device: 'nyalakan*|matikan*|hidupkan*|lampu|ac|volume|putar*|musik|buka*|tutup*|jeda|besarkan|kecilkan',
  account:
    'rekening*|saldo*|pesananku|pesanan saya|tagihan*|kartu*|kata sandi|pengiriman|pengembalian|nomor pesanan|paket*|akun*|transfer*|langganan',
  change:
    'hapus*|pindahkan*|salin*|ganti*|unduh*|unggah*|instal*|perbarui*|ubah {alamat,nama,kata sandi} |tambahkan*|simpan*|blokir*|jalankan*',
  search:
    'cari*|carikan|temukan|tampilkan*|cek*|periksa*|lihat*|cuaca|terdekat|jam berapa|macet|harga saham|kurs|ada {tiket,penerbangan}',
  thing:
    'kalender|rapat|alarm|rekening|tagihan|cuaca|lampu|hotel|restoran|kereta|daftar belanja|berkas|file|folder|server|paket|pesanan|mobil',
  when: 'hari ini|besok|kemarin|nanti malam|minggu depan|senin|selasa|rabu|kamis|jumat|sabtu|minggu|jam 0|pukul 0|sekarang|lusa|malam ini',
  please: 'tolong|mohon|bisakah|bisa * gak|bantu*|minta',
  want: 'saya {ingin,mau,butuh,perlu} |aku {ingin,mau,butuh,pengen} |ingin|butuh|mau',
  first_person: 'saya|aku|kami|kita|gue|ku',
};
