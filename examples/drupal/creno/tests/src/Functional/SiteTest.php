<?php

declare(strict_types=1);

namespace Drupal\Tests\creno\Functional;

use Drupal\block\Entity\Block;
use Drupal\filter\Entity\FilterFormat;
use Drupal\Tests\BrowserTestBase;

/**
 * Tests the module on a site, from its settings to its uninstallation.
 *
 * @group creno
 */
class SiteTest extends BrowserTestBase {

  /**
   * {@inheritdoc}
   */
  protected static $modules = ['block', 'creno', 'dynamic_page_cache', 'filter', 'node', 'page_cache'];

  /**
   * {@inheritdoc}
   */
  protected $defaultTheme = 'olivero';

  /**
   * Tests who may change the settings, and what they may hold.
   */
  public function testSettings(): void {
    $this->drupalGet('admin/config/services/creno');
    $this->assertSession()->statusCodeEquals(403);
    $this->drupalLogin($this->drupalCreateUser(['administer creno']));
    $this->drupalGet('admin/config/services/creno');
    foreach (['https://user@rdv.example.fr', 'https://rdv.example.fr/?a=b', 'ftp://rdv.example.fr'] as $wrong) {
      $this->submitForm(['api' => $wrong], 'Save configuration');
      $this->assertSession()->statusMessageContains('This is not the address of a server', 'error');
    }
    $this->submitForm(['api' => 'https://RDV.example.fr/'], 'Save configuration');
    $this->assertSession()->statusMessageContains('The configuration options have been saved.', 'status');
    $this->assertSame('https://rdv.example.fr', $this->config('creno.settings')->get('api'));
  }

  /**
   * Tests the block's form.
   */
  public function testBlockForm(): void {
    $this->drupalLogin($this->drupalCreateUser(['administer blocks']));
    $this->drupalGet('admin/structure/block/add/creno_booking/olivero');
    $values = ['region' => 'content', 'settings[agency]' => 'Paris Opéra', 'settings[channel]' => 'video'];
    $this->submitForm($values, 'Save block');
    $this->assertSession()->statusMessageContains('This is not a short name', 'error');
    $this->submitForm(['settings[agency]' => 'paris-opera'], 'Save block');
    $this->assertSession()->statusMessageContains('The block configuration has been saved.', 'status');
    $settings = current(\Drupal::entityTypeManager()->getStorage('block')->loadByProperties(['plugin' => 'creno_booking']))->get('settings');
    $this->assertSame('paris-opera', $settings['agency']);
    $this->assertSame('video', $settings['channel']);
    $this->assertSame('', $settings['lang']);
  }

  /**
   * Tests two blocks and a shortcode on a page that is cached.
   */
  public function testPage(): void {
    $this->config('system.performance')->set('js.preprocess', TRUE)->set('css.preprocess', TRUE)->save();
    $this->config('creno.settings')->set('api', 'https://un.example')->save();
    $this->drupalCreateContentType(['type' => 'page']);
    FilterFormat::create([
      'format' => 'creno',
      'name' => 'Créno',
      'filters' => ['creno_embed' => ['status' => TRUE]],
    ])->save();
    $this->placeBlock('creno_booking', ['agency' => 'paris-opera', 'region' => 'content']);
    $this->placeBlock('creno_booking', ['agency' => 'lyon', 'region' => 'sidebar']);
    $node = $this->drupalCreateNode([
      'type' => 'page',
      'body' => [['value' => '<p>[creno theme="premier-rdv"]</p>', 'format' => 'creno']],
    ]);

    foreach (['https://un.example', 'https://deux.example'] as $server) {
      $this->config('creno.settings')->set('api', $server)->save();
      foreach (['MISS', 'HIT'] as $cached) {
        $this->drupalGet($node->toUrl());
        $this->assertSession()->responseHeaderEquals('X-Drupal-Cache', $cached);
        $this->assertSession()->elementsCount('css', "script[type=module][crossorigin=anonymous][src='$server/widget/v1/creno.js']", 1);
        $this->assertSession()->elementsCount('css', 'script[src$="creno.js"]', 1);
        $this->assertSession()->elementsCount('css', 'creno-booking', 3);
        $this->assertSession()->elementExists('css', "creno-booking[agency=lyon][lang=en] > a[href='$server/rdv?agence=lyon&lang=en']");
        $this->assertSession()->elementExists('css', 'creno-booking[theme=premier-rdv]');
        $this->assertSession()->elementNotExists('css', 'p > creno-booking');
      }
    }
  }

  /**
   * Tests that nothing is left behind.
   */
  public function testUninstall(): void {
    $block = $this->placeBlock('creno_booking');
    $format = FilterFormat::create([
      'format' => 'creno',
      'name' => 'Créno',
      'filters' => ['creno_embed' => ['status' => TRUE]],
    ]);
    $format->save();
    $installer = \Drupal::service('module_installer');
    $this->assertArrayHasKey('creno', $installer->validateUninstall(['creno']));
    $format->setFilterConfig('creno_embed', ['status' => FALSE])->save();
    $this->assertSame([], $installer->validateUninstall(['creno']));
    $installer->uninstall(['creno']);
    $this->rebuildContainer();
    $this->assertSame([], \Drupal::configFactory()->listAll('creno'));
    $this->assertNull(Block::load($block->id()));
    $this->assertNotContains('creno', FilterFormat::load('creno')->getDependencies()['module'] ?? []);
  }

}
