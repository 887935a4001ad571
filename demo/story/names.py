"""The names of the people of Juniper Street. All of them are invented."""

from typing import NamedTuple


class ResidentName(NamedTuple):
    """The key, the display name and the familiar name of a resident."""

    key: str
    name: str
    called: str


MODERATOR = ResidentName("rosa", "Rosa Quintavelha", "Rosa")
REPRESENTATIVE = ResidentName("ines", "Ines Halvorsdal", "Ines")

NAMES: tuple[ResidentName, ...] = (
    ResidentName("abena", "Abena Osarfo", "Abena"),
    ResidentName("aino", "Aino Leppäkoski", "Aino"),
    ResidentName("alasdair", "Alasdair MacUrquhan", "Alasdair"),
    ResidentName("amaru", "Amaru Quillahuanca", "Amaru"),
    ResidentName("anouk", "Anouk de Vrieswijk", "Anouk"),
    ResidentName("bartholomew", "Bartholomew Okonjide-Lindqvold", "Barty"),
    ResidentName("basia", "Basia Wrzosek-Nowińska", "Basia"),
    ResidentName("benedikt", "Benedikt", "Benedikt"),
    ResidentName("birgit.b", "birgit.b", "Birgit"),
    ResidentName("caoimhe", "Caoimhe Ní Dhraighin", "Caoimhe"),
    ResidentName("chidi", "Chidi Umeagwu", "Chidi"),
    ResidentName("dagny", "Dagny Ulvestrand", "Dagny"),
    ResidentName("davit", "Davit Melikadze", "Davit"),
    ResidentName("delphine", "Delphine Marchebois", "Delphine"),
    ResidentName("dilnoza", "Dilnoza Karimbaeva", "Dilnoza"),
    ResidentName("emeka", "Emeka", "Emeka"),
    ResidentName("esi", "Esi Mensimah", "Esi"),
    ResidentName("farrukh", "Farrukh Tashmat", "Farrukh"),
    ResidentName("fenella", "Fenella Brackenshaw", "Fenella"),
    ResidentName("giedre", "Giedrė Vaitkulytė", "Giedrė"),
    ResidentName("goran", "Goran Vukmirec", "Goran"),
    ResidentName("hoku", "Hōkū Kealamakani", "Hōkū"),
    ResidentName("ilir", "Ilir Dardhaj", "Ilir"),
    ResidentName("imani", "Imani Wachirote", "Imani"),
    ResidentName("jasper", "jasper (no. 14)", "Jasper"),
    ResidentName("joao", "João Ferravento", "João"),
    ResidentName("kaspars", "Kaspars Ozolbergs", "Kaspars"),
    ResidentName("kavya", "Kavya Raghunandar", "Kavya"),
    ResidentName("keiko", "Keiko Morishiro", "Keiko"),
    ResidentName("lachlan", "Lachlan", "Lachlan"),
    ResidentName("leocadia", "Leocádia", "Leocádia"),
    ResidentName("linh", "Linh Trangthu", "Linh"),
    ResidentName("lubomir", "Ľubomír Hraškovec", "Ľubo"),
    ResidentName("maelle", "Maëlle Kerguidou", "Maëlle"),
    ResidentName("maximiliane", "Maximiliane von Trauthenau-Szabó", "Maxi"),
    ResidentName("midori", "北沢みどり", "みどり"),
    ResidentName("mirembe", "Mirembe Nakasiita", "Mirembe"),
    ResidentName("nadezhda", "Надя Зорянова", "Надя"),
    ResidentName("nima", "Nima Farhoudi", "Nima"),
    ResidentName("oisin", "Oisín", "Oisín"),
    ResidentName("orsolya", "Orsolya Kékesdi", "Orsi"),
    ResidentName("paloma", "Paloma Ruizarena", "Paloma"),
    ResidentName("pilar", "Pilar 🌻 Montcadell", "Pilar"),
    ResidentName("ramon", "Ramón Echeverrúa", "Ramón"),
    ResidentName("runa", "Rúna Hallsteinsdóttir", "Rúna"),
    ResidentName("salma", "سلمى الزيتونية", "سلمى"),
    ResidentName("sanne", "sanne", "Sanne"),
    ResidentName("seung", "Seung-ah Baekrin", "Seung-ah"),
    ResidentName("sione", "Sione Tuitavake-Moala", "Sione"),
    ResidentName("tamsin", "Tamsin Polglaze-Reed", "Tamsin"),
    ResidentName("tariq", "Tariq Benmoussaf", "Tariq"),
    ResidentName("teodora", "Teodora Mihăiescu", "Teodora"),
    ResidentName("thandiwe", "Thandiwe Mkhabelane", "Thandi"),
    ResidentName("tomasz", "tomasz_k", "Tomasz"),
    ResidentName("ulrike", "Ulrike Sommerkorn", "Ulrike"),
    ResidentName("wiremu", "Wiremu Tūroa-Parata", "Wiremu"),
    ResidentName("yasmin", "Yasmin El-Barouki", "Yasmin"),
    ResidentName("zeynep", "Zeynep Akçadağ", "Zeynep"),
)
